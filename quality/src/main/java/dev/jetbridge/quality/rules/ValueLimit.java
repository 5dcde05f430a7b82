package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StringType;

/**
 * What a contract demands of each value of a column: the one form of its constraints. Records of
 * files are rejected by it, tables are measured by it.
 *
 * @param rule what a rejected record is said to break
 * @param valid a predicate in Spark SQL; null of a null value, which is valid
 * @param must what a value must do, after the word must
 * @param broken what a value does that breaks it
 */
public record ValueLimit(String rule, String valid, String must, String broken) {

  /** Kinds of limits, each one rule of a table; in the order in which a record is judged. */
  enum Kind {
    PATTERN,
    VALUES,
    LENGTH,
    BOUNDS;

    /** The id of the rule of a column. */
    String id(Column column) {
      return name().toLowerCase(java.util.Locale.ROOT) + ":" + column.name();
    }
  }

  /**
   * All limits of a column, in the order in which a record is judged.
   *
   * @throws JetbridgeException INTERNAL when one does not fit the type, which compiling the rules
   *     of the contract tells
   */
  public static List<ValueLimit> of(Column column) {
    List<ValueLimit> limits = new ArrayList<>();
    try {
      for (Kind kind : Kind.values()) {
        limits.addAll(of(column, kind));
      }
    } catch (RuleFault fault) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot judge values of column " + column.name() + ": " + fault.reason(),
          fault);
    }
    return limits;
  }

  static List<ValueLimit> of(Column column, Kind kind) throws RuleFault {
    return switch (kind) {
      case PATTERN -> pattern(column);
      case VALUES -> values(column);
      case LENGTH -> lengths(column);
      case BOUNDS -> bounds(column);
    };
  }

  private static List<ValueLimit> pattern(Column column) throws RuleFault {
    Optional<String> pattern = column.constraints().pattern();
    if (pattern.isEmpty()) {
      return List.of();
    }
    String text = pattern.get();
    refuseUnlessText(column, "pattern");
    return List.of(
        new ValueLimit(
            "pattern",
            SparkSql.fits(SparkSql.column(column.name()), text),
            "match " + text,
            "does not match " + text));
  }

  private static List<ValueLimit> values(Column column) throws RuleFault {
    List<String> literals = new ArrayList<>();
    for (String value : column.constraints().validValues()) {
      literals.add(SparkSql.literal(value, column.type()));
    }
    if (literals.isEmpty()) {
      return List.of();
    }
    String all = String.join(", ", column.constraints().validValues());
    return List.of(
        new ValueLimit(
            "valid-values",
            SparkSql.in(SparkSql.column(column.name()), literals),
            "be one of " + all,
            "is not in [" + all + "]"));
  }

  private static List<ValueLimit> lengths(Column column) throws RuleFault {
    Constraints constraints = column.constraints();
    List<ValueLimit> limits = new ArrayList<>();
    String length = "length(" + SparkSql.column(column.name()) + ")";
    constraints
        .minLength()
        .ifPresent(
            n ->
                limits.add(
                    new ValueLimit(
                        "length",
                        length + " >= " + n,
                        "have at least " + n + " characters",
                        "is shorter than " + n)));
    constraints
        .maxLength()
        .ifPresent(
            n ->
                limits.add(
                    new ValueLimit(
                        "length",
                        length + " <= " + n,
                        "have at most " + n + " characters",
                        "is longer than " + n)));
    if (!limits.isEmpty()) {
      refuseUnlessText(column, "length");
    }
    return limits;
  }

  private static List<ValueLimit> bounds(Column column) throws RuleFault {
    Constraints constraints = column.constraints();
    List<ValueLimit> limits = new ArrayList<>();
    for (Bound bound :
        List.of(
            new Bound(constraints.minimum(), "minimum", ">=", "be at least ", "is below "),
            new Bound(
                constraints.exclusiveMinimum(), "minimum", ">", "be more than ", "is not above "),
            new Bound(constraints.maximum(), "maximum", "<=", "be at most ", "is above "),
            new Bound(
                constraints.exclusiveMaximum(),
                "maximum",
                "<",
                "be less than ",
                "is not below "))) {
      if (bound.value().isPresent()) {
        limits.add(bound.of(column, bound.value().get()));
      }
    }
    return limits;
  }

  private record Bound(
      Optional<String> value, String rule, String operator, String must, String broken) {
    ValueLimit of(Column column, String limit) throws RuleFault {
      return new ValueLimit(
          rule,
          SparkSql.column(column.name())
              + " "
              + operator
              + " "
              + SparkSql.literal(limit, column.type()),
          must + limit,
          broken + limit);
    }
  }

  private static void refuseUnlessText(Column column, String what) throws RuleFault {
    if (!(column.type() instanceof StringType)) {
      throw new RuleFault("only text has a " + what + ", not type " + column.type().typeName());
    }
  }
}
