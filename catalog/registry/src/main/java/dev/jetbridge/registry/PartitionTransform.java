package dev.jetbridge.registry;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;

/**
 * One field of a partition spec. Contracts name transforms as Spark's DDL does (identity, years,
 * months, days, hours, bucket[N], truncate[W]); the text of this type is Iceberg's own, so that it
 * can be compared with the spec of a table.
 */
record PartitionTransform(String column, Kind kind, int width) {
  private static final Pattern WITH_WIDTH = Pattern.compile("(bucket|truncate)\\[([1-9]\\d{0,8})]");

  enum Kind {
    IDENTITY,
    YEAR,
    MONTH,
    DAY,
    HOUR,
    BUCKET,
    TRUNCATE
  }

  static PartitionTransform of(ProductId product, Column column) {
    String text = column.partition().orElseThrow().transform();
    Matcher matcher = WITH_WIDTH.matcher(text);
    if (matcher.matches()) {
      Kind kind = matcher.group(1).equals("bucket") ? Kind.BUCKET : Kind.TRUNCATE;
      return new PartitionTransform(column.name(), kind, Integer.parseInt(matcher.group(2)));
    }
    Kind kind =
        switch (text) {
          case "identity" -> Kind.IDENTITY;
          case "years" -> Kind.YEAR;
          case "months" -> Kind.MONTH;
          case "days" -> Kind.DAY;
          case "hours" -> Kind.HOUR;
          default ->
              throw new JetbridgeException(
                  FailureKind.INTERNAL,
                  "Cannot partition table "
                      + product
                      + " by column "
                      + column.name()
                      + ": unknown transform "
                      + text
                      + ", which loading the contract should have refused");
        };
    return new PartitionTransform(column.name(), kind, 0);
  }

  /** The fields of a table's spec as texts of this type. */
  static List<String> describe(PartitionSpec spec, Schema schema) {
    return spec.fields().stream()
        .map(f -> text(schema.findColumnName(f.sourceId()), f.transform().toString()))
        .toList();
  }

  static String text(String column, String transform) {
    return transform.equals("identity") ? column : transform + "(" + column + ")";
  }

  void addTo(PartitionSpec.Builder spec) {
    switch (kind) {
      case IDENTITY -> spec.identity(column);
      case YEAR -> spec.year(column);
      case MONTH -> spec.month(column);
      case DAY -> spec.day(column);
      case HOUR -> spec.hour(column);
      case BUCKET -> spec.bucket(column, width);
      case TRUNCATE -> spec.truncate(column, width);
    }
  }

  Term term() {
    return switch (kind) {
      case IDENTITY -> Expressions.ref(column);
      case YEAR -> Expressions.year(column);
      case MONTH -> Expressions.month(column);
      case DAY -> Expressions.day(column);
      case HOUR -> Expressions.hour(column);
      case BUCKET -> Expressions.bucket(column, width);
      case TRUNCATE -> Expressions.truncate(column, width);
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case IDENTITY -> column;
      case YEAR -> text(column, "year");
      case MONTH -> text(column, "month");
      case DAY -> text(column, "day");
      case HOUR -> text(column, "hour");
      case BUCKET -> text(column, "bucket[" + width + "]");
      case TRUNCATE -> text(column, "truncate[" + width + "]");
    };
  }
}
