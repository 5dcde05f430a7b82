package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_timestamp;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.TextValue;
import dev.jetbridge.quality.FastPatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Turns rows of strings into typed rows of a contract, or into a reason. The first rule that a row
 * breaks is its reason: the record, then each column in contract order, then the row rules.
 */
final class RowParse {
  private static final String CODE = "_reject";
  private static final String RAW = "_raw_";

  private final Contract contract;
  private final boolean trims;
  private final List<Reject> rejects = new ArrayList<>();
  private Column code;

  RowParse(Contract contract, boolean csv) {
    this.contract = contract;
    this.trims = contract.source().orElseThrow().trimBlanks();
    this.code =
        csv
            ? first(
                col(RawReader.CORRUPT).isNotNull(),
                new Reject("", "fields", "the record has another number of fields than the header"))
            : first(
                corrupt(JsonLines.OBJECT),
                new Reject("", "json", "the line is not one JSON object, at most 1,000 deep"));
    if (!csv) {
      reject(
          corrupt(JsonLines.NAMES), new Reject("", "json", "the object has a name more than once"));
      reject(
          corrupt(JsonLines.HALF),
          new Reject("", "json", "an escape in the line is half of a character"));
    }
    contract.columns().forEach(this::rulesOf);
    for (Contract.RowRule rule : contract.rowRules()) {
      reject(
          not(coalesce(expr(rule.predicate()), lit(true))),
          new Reject("", "row-rule:" + rule.name(), "must fulfil " + rule.predicate()));
    }
  }

  private static Column corrupt(String how) {
    return coalesce(col(RawReader.CORRUPT).equalTo(how), lit(false));
  }

  /** The rows that keep every rule: the contract's columns and the file they come from. */
  Dataset<Row> accepted(Dataset<Row> raw) {
    List<Column> columns = new ArrayList<>();
    contract.columns().forEach(c -> columns.add(col(c.name())));
    columns.add(col(RawReader.FILE));
    // The function of the file is not deterministic: no filter is pushed below this projection,
    // which
    // would cast every value anew for each of its rules.
    return judged(raw, FileHash.ofRow().as(RawReader.FILE))
        .filter(col(CODE).isNull())
        .select(columns.toArray(new Column[0]));
  }

  /** The same of rows that were located, and so know their file. */
  Dataset<Row> acceptedOf(Dataset<Row> located) {
    List<Column> columns = new ArrayList<>();
    contract.columns().forEach(c -> columns.add(col(c.name())));
    columns.add(col(RawReader.FILE));
    return judged(located, col(RawReader.FILE))
        .filter(col(CODE).isNull())
        .select(columns.toArray(new Column[0]));
  }

  /** The rows that break one, as pointers: file_hash, record_number, byte_offset and the reason. */
  Dataset<Row> rejected(Dataset<Row> located) {
    return judged(located, col(RawReader.FILE), col(RawReader.RECORD), col(RawReader.OFFSET))
        .filter(col(CODE).isNotNull())
        .select(
            col(RawReader.FILE).as("file_hash"),
            col(RawReader.RECORD).as("record_number"),
            col(RawReader.OFFSET).as("byte_offset"),
            text(Reject::column).as("column_name"),
            text(Reject::rule).as("rule"),
            text(Reject::reason).as("reason"));
  }

  private Column text(java.util.function.Function<Reject, String> part) {
    Column[] texts = rejects.stream().map(r -> lit(part.apply(r))).toArray(Column[]::new);
    return element_at(array(texts), col(CODE));
  }

  private Dataset<Row> judged(Dataset<Row> raw, Column... more) {
    List<Column> columns = new ArrayList<>(List.of(more));
    for (dev.jetbridge.contracts.Column column : contract.columns()) {
      Column value = text(column);
      columns.add(FastPatterns.in(typed(value, column)).as(column.name()));
      if (!isText(column.type())) {
        columns.add(value.as(RAW + column.name()));
      }
    }
    columns.add(col(RawReader.CORRUPT));
    return raw.select(columns.toArray(new Column[0])).withColumn(CODE, FastPatterns.in(code));
  }

  /** The value as the file has it; a captured column is what it shall be already. */
  private Column text(dev.jetbridge.contracts.Column column) {
    Column value = col(column.name());
    return trims && !(column.type() instanceof MapType)
        ? when(trim(value).notEqual(""), trim(value))
        : value;
  }

  private void rulesOf(dev.jetbridge.contracts.Column column) {
    Column value = col(column.name());
    String name = column.name();
    if (!isText(column.type())) {
      reject(
          col(RAW + name).isNotNull().and(value.isNull()),
          new Reject(name, "type", "must be " + expectation(column)));
    }
    if (column.required()) {
      reject(value.isNull(), new Reject(name, "required", "must not be empty"));
    }
    Constraints rules = column.constraints();
    rules
        .pattern()
        .ifPresent(
            p -> reject(not(value.rlike(p)), new Reject(name, "pattern", "must match " + p)));
    if (!rules.validValues().isEmpty()) {
      reject(
          not(value.isin(rules.validValues().toArray())),
          new Reject(
              name, "valid-values", "must be one of " + String.join(", ", rules.validValues())));
    }
    rules
        .minLength()
        .ifPresent(
            n ->
                reject(
                    length(value).lt(n),
                    new Reject(name, "length", "must have at least " + n + " characters")));
    rules
        .maxLength()
        .ifPresent(
            n ->
                reject(
                    length(value).gt(n),
                    new Reject(name, "length", "must have at most " + n + " characters")));
    bounds(column, value, rules);
  }

  private void bounds(dev.jetbridge.contracts.Column column, Column value, Constraints rules) {
    String name = column.name();
    rules
        .minimum()
        .ifPresent(
            m ->
                reject(
                    value.lt(literal(m, column.type())),
                    new Reject(name, "minimum", "must be at least " + m)));
    rules
        .exclusiveMinimum()
        .ifPresent(
            m ->
                reject(
                    value.leq(literal(m, column.type())),
                    new Reject(name, "minimum", "must be more than " + m)));
    rules
        .maximum()
        .ifPresent(
            m ->
                reject(
                    value.gt(literal(m, column.type())),
                    new Reject(name, "maximum", "must be at most " + m)));
    rules
        .exclusiveMaximum()
        .ifPresent(
            m ->
                reject(
                    value.geq(literal(m, column.type())),
                    new Reject(name, "maximum", "must be less than " + m)));
  }

  private static Column literal(String text, DataType type) {
    return lit(text).cast(type);
  }

  private Column first(Column condition, Reject reject) {
    rejects.add(reject);
    return when(condition, rejects.size());
  }

  private void reject(Column condition, Reject reject) {
    rejects.add(reject);
    code = code.when(condition, rejects.size());
  }

  /** Whether every value of a file is one of the column. */
  private static boolean isText(DataType type) {
    return type instanceof StringType || type instanceof MapType;
  }

  private static Column typed(Column raw, dev.jetbridge.contracts.Column column) {
    DataType type = column.type();
    if (isText(type)) {
      return raw;
    }
    if (type instanceof DateType) {
      return column
          .format()
          .map(f -> to_date(raw, f))
          .orElse(when(raw.rlike(TextValue.ISO_DATE), raw.cast(type)));
    }
    if (type instanceof TimestampType) {
      return column
          .format()
          .map(f -> to_timestamp(raw, f))
          .orElse(when(raw.rlike(TextValue.ISO_TIME), withoutUtc(raw).cast(type)));
    }
    if (type instanceof IntegerType || type instanceof LongType) {
      // The cast takes digits and a sign only, but cuts a fraction off.
      return when(instr(raw, ".").equalTo(0), raw.cast(type));
    }
    if (type instanceof DecimalType decimal) {
      return when(isDecimal(raw, decimal.scale()), raw.cast(type));
    }
    if (type instanceof BooleanType) {
      return when(raw.rlike(TextValue.BOOLEAN), raw.cast(type));
    }
    // The cast makes an infinity of a number that is too large.
    Column number = raw.cast(type);
    return when(
        raw.rlike(TextValue.NUMBER).and(abs(number).lt(lit(Double.POSITIVE_INFINITY))), number);
  }

  /** The session is UTC. Spark compiles a regular expression for each zone it reads. */
  private static Column withoutUtc(Column raw) {
    return rtrim(raw, "Z");
  }

  /** A cast alone would round 0.005: only what fits without loss passes. */
  private static Column isDecimal(Column raw, int scale) {
    return scale == 0
        ? raw.rlike("^[+-]?\\d{1,38}$")
        : raw.rlike(String.format(Locale.ROOT, "^[+-]?\\d{1,38}\\.?\\d{0,%d}$", scale))
            .and(not(raw.endsWith(".")));
  }

  private static String expectation(dev.jetbridge.contracts.Column column) {
    DataType type = column.type();
    if (type instanceof DateType) {
      return "a date " + column.format().orElse("yyyy-MM-dd");
    }
    if (type instanceof TimestampType) {
      return "an instant " + column.format().orElse("in ISO 8601");
    }
    if (type instanceof DecimalType decimal) {
      return "a number with at most " + decimal.scale() + " decimals";
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      return "a number";
    }
    return type instanceof BooleanType ? "true or false" : "a whole number";
  }
}
