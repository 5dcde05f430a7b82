package dev.jetbridge.pipelines.simulator.feed;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One way to break a record, so that exactly one thing is wrong with it.
 *
 * @param kind what was done
 * @param column the column whose value was broken; empty for a record as a whole
 * @param reason the code it must be quarantined with
 * @param breaking gives the broken line for the fields of a whole record
 */
public record Defect(
    String kind, String column, String reason, BiFunction<FileForm, String[], String> breaking) {
  private static final String LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff".repeat(2);

  /** A date or an instant that is none. */
  public static Defect wrongDate(String column, String value) {
    return of("wrong-date", column, "type", value);
  }

  public static Defect wrongNumber(String column, String value) {
    return of("wrong-number", column, "type", value);
  }

  public static Defect missing(String column) {
    return of("missing-value", column, "required", "");
  }

  public static Defect outsideSet(String column, String value) {
    return of("outside-valid-set", column, "valid-values", value);
  }

  public static Defect patternViolated(String column, String value) {
    return of("pattern-violated", column, "pattern", value);
  }

  public static Defect tooSmall(String column, String value) {
    return of("below-minimum", column, "minimum", value);
  }

  public static Defect tooLarge(String column, String value) {
    return of("above-maximum", column, "maximum", value);
  }

  public static Defect tooLong(String column) {
    return of("too-long", column, "length", LONG_NAME);
  }

  /**
   * A record that breaks a rule of rows.
   *
   * @param change changes fields of a record in the sender's format
   */
  public static Defect row(String rule, Consumer<String[]> change) {
    return changing("row-rule", "", "row-rule:" + rule, (form, fields) -> change.accept(fields));
  }

  public static Defect fewFields() {
    return ofWidth("too-few-fields", -1);
  }

  public static Defect manyFields() {
    return ofWidth("too-many-fields", 1);
  }

  private static Defect ofWidth(String kind, int more) {
    return new Defect(
        kind,
        "",
        "fields",
        (form, fields) -> {
          String[] other = Arrays.copyOf(fields, fields.length + more);
          if (more > 0) {
            other[fields.length] = "";
          }
          return form.line(other);
        });
  }

  private static Defect of(String kind, String column, String reason, String value) {
    return changing(kind, column, reason, (form, fields) -> fields[form.index(column)] = value);
  }

  @FunctionalInterface
  private interface Change {
    void apply(FileForm form, String[] fields);
  }

  private static Defect changing(String kind, String column, String reason, Change change) {
    return new Defect(
        kind,
        column,
        reason,
        (form, fields) -> {
          String[] broken = fields.clone();
          change.apply(form, broken);
          return form.line(broken);
        });
  }

  public String broken(FileForm form, String[] fields) {
    return breaking.apply(form, fields);
  }
}
