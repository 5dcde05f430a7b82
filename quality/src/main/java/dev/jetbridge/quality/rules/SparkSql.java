package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.pattern.TextPattern;
import dev.jetbridge.contracts.sql.ContractSql;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Predicates of Spark SQL: written from the values of a contract, and read for their faults. */
public final class SparkSql {
  /** Around a pattern that a whole value must fit. */
  public static final String FROM = "^(?:";

  public static final String TO = ")$";

  /** Names that an expression of Spark does not take for those of columns. */
  private static final Set<String> KEYWORDS =
      Set.of("case", "cast", "exists", "false", "interval", "not", "null", "true");

  private SparkSql() {}

  static String column(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*")
            && !KEYWORDS.contains(name.toLowerCase(Locale.ROOT))
        ? name
        : "`" + name.replace("`", "``") + "`";
  }

  static String string(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A literal that compares exactly with a column of the type. */
  static String literal(String value, DataType type) throws RuleFault {
    try {
      if (type instanceof StringType) {
        return string(value);
      }
      if (type instanceof DoubleType) {
        return new BigDecimal(value).toPlainString() + "D";
      }
      if (type instanceof FloatType) {
        return new BigDecimal(value).toPlainString() + "F";
      }
      if (type instanceof NumericType) {
        return new BigDecimal(value).toPlainString();
      }
      if (type instanceof DateType) {
        return "date" + string(LocalDate.parse(value).toString());
      }
      if (type instanceof TimestampType) {
        return "timestamp" + string(value);
      }
      if (type instanceof TimestampNTZType) {
        return "timestamp_ntz" + string(value);
      }
      if (type instanceof BooleanType && value.matches("(?i)true|false")) {
        return value.toLowerCase(Locale.ROOT);
      }
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new RuleFault("the literal " + value + " is not of type " + type.typeName());
    }
    throw new RuleFault("a column of type " + type.typeName() + " takes no literal " + value);
  }

  static String in(String column, Collection<String> literals) {
    return column + " in (" + String.join(", ", literals) + ")";
  }

  /** Whether the whole value fits the pattern, with its anchors or without. */
  static String fits(String column, String pattern) throws RuleFault {
    Optional<String> fault = TextPattern.fault(pattern);
    if (fault.isPresent()) {
      throw new RuleFault("the pattern " + pattern + " is not supported: " + fault.get());
    }
    return column + " rlike " + string(FROM + pattern + TO);
  }

  /** Whether a row is known to break the predicate; never null. */
  static String isFalse(String predicate) {
    return "(" + predicate + ") is false";
  }

  /** Checks that a predicate can be read and names known columns only. */
  static void checkPredicate(String predicate, List<Column> columns) throws RuleFault {
    List<String> faults = ContractSql.predicateFaults(predicate, columns);
    if (!faults.isEmpty()) {
      throw new RuleFault(String.join("; ", faults));
    }
  }

  static void checkQuery(String query) throws RuleFault {
    Optional<String> fault = ContractSql.queryFault(query);
    if (fault.isPresent()) {
      throw new RuleFault(fault.get());
    }
  }

  static void checkColumn(String name, Collection<String> columns) throws RuleFault {
    if (columns.stream().noneMatch(name::equalsIgnoreCase)) {
      throw new RuleFault("unknown column " + name + NearestName.hint(name, columns));
    }
  }
}
