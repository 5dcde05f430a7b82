package dev.jetbridge.pipelines.simulator;

import java.util.Arrays;
import java.util.function.BiFunction;

/**
 * One way to break a record, so that exactly one thing is wrong with it.
 *
 * @param kind what was done
 * @param column the column whose value was broken; empty for a record as a whole
 * @param reason the code it must be quarantined with
 * @param breaking gives the broken line for the fields of a whole record
 */
record Defect(
    String kind, String column, String reason, BiFunction<Layout, String[], String> breaking) {
  static final String REQUIRED = "required";
  static final String TYPE = "type";
  static final String PATTERN = "pattern";
  static final String VALID_VALUES = "valid-values";
  static final String MINIMUM = "minimum";
  static final String MAXIMUM = "maximum";
  static final String LENGTH = "length";
  static final String FIELDS = "fields";
  static final String JSON = "json";

  /** Changes fields of a record in the sender's format. */
  @FunctionalInterface
  interface Change {
    void apply(Layout layout, String[] fields);
  }

  static Defect of(String kind, String column, String reason, String value) {
    return changing(kind, column, reason, (layout, f) -> f[layout.index(column)] = value);
  }

  static Defect missing(String column) {
    return of("missing-value", column, REQUIRED, "");
  }

  static Defect row(String rule, Change change) {
    return changing("row-rule", "", "row-rule:" + rule, change);
  }

  static Defect fewFields() {
    return new Defect(
        "too-few-fields",
        "",
        FIELDS,
        (layout, fields) -> layout.line(Arrays.copyOf(fields, fields.length - 1)));
  }

  static Defect manyFields() {
    return new Defect(
        "too-many-fields",
        "",
        FIELDS,
        (layout, fields) -> layout.line(fields) + layout.delimiter());
  }

  static Defect brokenJson() {
    return new Defect(
        "broken-json",
        "",
        JSON,
        (layout, fields) -> {
          String line = layout.line(fields);
          return line.substring(0, line.length() * 3 / 5);
        });
  }

  private static Defect changing(String kind, String column, String reason, Change change) {
    return new Defect(
        kind,
        column,
        reason,
        (layout, fields) -> {
          String[] broken = fields.clone();
          change.apply(layout, broken);
          return layout.line(broken);
        });
  }

  String broken(Layout layout, String[] fields) {
    return breaking.apply(layout, fields);
  }
}
