package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.value.FloatingText;
import dev.jetbridge.contracts.value.MomentText;
import dev.jetbridge.contracts.value.NumberText;
import dev.jetbridge.contracts.value.TextForm;
import dev.jetbridge.contracts.value.TextValue;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.Reject;
import dev.jetbridge.pipelines.ingest.rows.PackedRows;
import dev.jetbridge.pipelines.ingest.rows.RowSteps;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.quality.patterns.FastPatterns;
import dev.jetbridge.quality.rules.ValueLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.DateFromUnixDate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MicrosToTimestamp;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * Turns rows of strings into typed rows of a contract, or into a reason. The first rule that a row
 * breaks is its reason: the record, then each column in contract order, then the row rules.
 */
final class RowParse {
  private static final String CODE = "_reject";
  private static final String RAW = "_raw_";

  private final Contract contract;
  private final FormatReader format;
  private final boolean wide;
  private final List<Reject> rejects = new ArrayList<>();

  /** When which of them is the reason; thousands of them are put together once, not one by one. */
  private final List<Tuple2<Expression, Expression>> branches = new ArrayList<>();

  private final Column code;

  RowParse(Contract contract, FormatReader format) {
    this.contract = contract;
    this.format = format;
    this.wide = contract.columns().size() >= RowSteps.WIDE;
    format.recordRejects().forEach((how, reject) -> reject(corrupt(how), reject));
    contract.columns().forEach(this::rulesOf);
    for (Contract.RowRule rule : contract.rowRules()) {
      rowRule(rule);
    }
    this.code = new Column(caseOf(branches));
  }

  /**
   * A predicate may throw, such as to_number on a text that is not a number, or go deeper than the
   * stack: then this record does not fulfil it. It is asked a second time only to tell why.
   */
  private void rowRule(Contract.RowRule rule) {
    Column fulfilled = new Column(new TryRule(coalesce(expr(rule.predicate()), lit(true)).expr()));
    String name = "row-rule:" + rule.name();
    rejects.add(new Reject("", name, "must fulfil " + rule.predicate()));
    rejects.add(
        new Reject("", name, "must be a row on which this can be computed: " + rule.predicate()));
    branch(
        not(coalesce(fulfilled, lit(false))),
        when(fulfilled.isNull(), rejects.size()).otherwise(rejects.size() - 1));
  }

  private static Column corrupt(String how) {
    return coalesce(col(RawColumns.CORRUPT).equalTo(how), lit(false));
  }

  /** The rows that keep every rule: the contract's columns and the file they come from. */
  Dataset<Row> accepted(Dataset<Row> raw) {
    // The function of the file is not deterministic: no filter is pushed below this projection,
    // which would cast every value anew for each of its rules.
    return accepted(raw, FileHash.ofRow().as(RawColumns.FILE));
  }

  /** The same of rows that were located, and so know their file. */
  Dataset<Row> acceptedOf(Dataset<Row> located) {
    return accepted(located, col(RawColumns.FILE));
  }

  private Dataset<Row> accepted(Dataset<Row> rows, Column file) {
    List<Column> columns = new ArrayList<>();
    contract.columns().forEach(c -> columns.add(col(c.name())));
    columns.add(col(RawColumns.FILE));
    return wide
        ? coded(RowSteps.over(rows), file).where(CODE, false).select(columns).rows()
        : coded(rows, file).filter(col(CODE).isNull()).select(columns.toArray(new Column[0]));
  }

  /** As {@link #accepted}, but packed. */
  Dataset<Row> accepted(Dataset<Row> raw, PackedRows packed) {
    return accepted(raw, FileHash.ofRow().as(RawColumns.FILE), packed);
  }

  /** As {@link #acceptedOf}, but packed. */
  Dataset<Row> acceptedOf(Dataset<Row> located, PackedRows packed) {
    return accepted(located, col(RawColumns.FILE), packed);
  }

  private Dataset<Row> accepted(Dataset<Row> rows, Column file, PackedRows packed) {
    return packed.pack(coded(RowSteps.over(rows), file).where(CODE, false), RawColumns.FILE).rows();
  }

  /** The rows that break one, as pointers: file_hash, record_number, byte_offset and the reason. */
  Dataset<Row> rejected(Dataset<Row> located) {
    Column[] place = {col(RawColumns.FILE), col(RawColumns.RECORD), col(RawColumns.OFFSET)};
    List<Column> pointer =
        List.of(
            QuarantineColumns.FILE_HASH.as(col(RawColumns.FILE)),
            QuarantineColumns.RECORD_NUMBER.as(col(RawColumns.RECORD)),
            QuarantineColumns.BYTE_OFFSET.as(col(RawColumns.OFFSET)),
            QuarantineColumns.COLUMN_NAME.as(text(Reject::column)),
            QuarantineColumns.RULE.as(text(Reject::rule)),
            QuarantineColumns.REASON.as(reason()));
    return wide
        ? coded(RowSteps.over(located), place).where(CODE, true).select(pointer).rows()
        : coded(located, place)
            .filter(col(CODE).isNotNull())
            .select(pointer.toArray(new Column[0]));
  }

  private Column text(java.util.function.Function<Reject, String> part) {
    Column[] texts = rejects.stream().map(r -> lit(part.apply(r))).toArray(Column[]::new);
    return element_at(array(texts), col(CODE));
  }

  /** That of the rule; of a value that is none of its type, the shape that was seen. */
  private Column reason() {
    List<Tuple2<Expression, Expression>> seen = new ArrayList<>();
    for (int i = 0; i < rejects.size(); i++) {
      Reject reject = rejects.get(i);
      if (reject.rule().equals(Reject.TYPE)) {
        TextValue value = TextValue.of(contract.column(reject.column()));
        Expression shape =
            call(format.told(value), col(RAW + reject.column()), DataTypes.StringType);
        seen.add(new Tuple2<>(col(CODE).equalTo(i + 1).expr(), shape));
      }
    }
    return seen.isEmpty()
        ? text(Reject::reason)
        : coalesce(new Column(caseOf(seen)), text(Reject::reason));
  }

  private static Expression caseOf(List<Tuple2<Expression, Expression>> branches) {
    // Spark takes each branch by its number, which of a list of thousands is slow.
    return new CaseWhen(
        JavaConverters.asScalaBuffer(branches).toIndexedSeq(), Option.<Expression>empty());
  }

  /** Typed rows with the number of the rule that each breaks first; null for none. */
  private Dataset<Row> coded(Dataset<Row> raw, Column... more) {
    return raw.select(typed(more).toArray(new Column[0])).withColumn(CODE, FastPatterns.in(code));
  }

  private RowSteps coded(RowSteps raw, Column... more) {
    return raw.select(typed(more)).with(CODE, FastPatterns.in(code));
  }

  private List<Column> typed(Column... more) {
    List<Column> columns = new ArrayList<>(List.of(more));
    for (dev.jetbridge.contracts.Column column : contract.columns()) {
      Column value = text(column);
      columns.add(FastPatterns.in(typed(value, column)).as(column.name()));
      if (!isText(column.type())) {
        columns.add(value.as(RAW + column.name()));
      }
    }
    columns.add(col(RawColumns.CORRUPT));
    return columns;
  }

  /** The value as the file has it; a captured column is what it shall be already. */
  private Column text(dev.jetbridge.contracts.Column column) {
    Column value = col(column.name());
    if (column.type() instanceof MapType) {
      return value;
    }
    Column text = format.value(value);
    List<String> markers = column.values().nullMarkers();
    return markers.isEmpty() ? text : when(not(text.isin(markers.toArray())), text);
  }

  private void rulesOf(dev.jetbridge.contracts.Column column) {
    Column value = col(column.name());
    String name = column.name();
    if (!isText(column.type())) {
      reject(
          col(RAW + name).isNotNull().and(value.isNull()),
          new Reject(name, Reject.TYPE, "must be " + TextValue.of(column).expectation()));
    }
    if (column.required()) {
      reject(value.isNull(), new Reject(name, "required", "must not be empty"));
    }
    for (ValueLimit limit : ValueLimit.of(column)) {
      reject(not(expr(limit.valid())), new Reject(name, limit.rule(), "must " + limit.must()));
    }
  }

  private void reject(Column condition, Reject reject) {
    rejects.add(reject);
    branch(condition, lit(rejects.size()));
  }

  private void branch(Column condition, Column number) {
    branches.add(new Tuple2<>(condition.expr(), number.expr()));
  }

  /** Whether every value of a file is one of the column. */
  private static boolean isText(DataType type) {
    return type instanceof StringType || type instanceof MapType;
  }

  /** The cast alone trims, cuts and rounds: only what has the form of its type comes to it. */
  private static Column typed(Column raw, dev.jetbridge.contracts.Column column) {
    DataType type = column.type();
    if (isText(type)) {
      return raw;
    }
    if (type instanceof DateType) {
      return new Column(
          new DateFromUnixDate(call(MomentText.of(column), raw, DataTypes.IntegerType)));
    }
    if (type instanceof TimestampType) {
      return new Column(
          new MicrosToTimestamp(call(MomentText.of(column), raw, DataTypes.LongType)));
    }
    if (type instanceof BooleanType) {
      return logical(raw, column.values());
    }
    if (!column.values().numbers().equals(ValueFormat.NumberFormat.PLAIN)) {
      Expression plain = call(NumberText.of(column), raw, DataTypes.StringType);
      return new Column(plain).cast(type);
    }
    return FloatingText.reads(type)
        ? new Column(call(FloatingText.of(type), raw, type))
        : when(test(TextForm.of(type), raw), raw.cast(type));
  }

  private static Column logical(Column raw, ValueFormat values) {
    Column truth = when(test(TextForm.of(DataTypes.BooleanType), raw), raw.cast("boolean"));
    if (!values.trueWords().isEmpty()) {
      truth = truth.when(raw.isin(values.trueWords().toArray()), true);
    }
    return values.falseWords().isEmpty()
        ? truth
        : truth.when(raw.isin(values.falseWords().toArray()), false);
  }

  private static Column test(TextForm form, Column raw) {
    return new Column(invoke(form, Predicate.class, "test", DataTypes.BooleanType, raw, false));
  }

  private static Expression call(Function<UTF8String, ?> function, Column raw, DataType result) {
    return invoke(function, Function.class, "apply", result, raw, true);
  }

  /** A method of a serializable object, without the detour of a function of Spark's own. */
  private static Expression invoke(
      Object object, Class<?> as, String method, DataType result, Column raw, boolean nullable) {
    return new Invoke(
        new Literal(object, new ObjectType(as)),
        method,
        result,
        JavaConverters.asScalaBuffer(List.of(raw.expr())),
        JavaConverters.asScalaBuffer(List.of()),
        true,
        nullable,
        true);
  }
}
