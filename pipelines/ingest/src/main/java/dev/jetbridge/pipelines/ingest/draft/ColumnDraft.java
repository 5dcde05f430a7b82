package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.Classification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The lines that a contract has for one column, with what each was inferred from. */
final class ColumnDraft {
  /** Values fewer than these are too few to tell a rule from a chance. */
  private static final int LEAST_FOR_RULES = 20;

  /** How often each value of a set must come on the average. */
  private static final int LEAST_REPEATS = 10;

  private static final Pattern COUNTED =
      Pattern.compile(
          "(.*_)?(count|counts|qty|quantity|number_of|price|amount|fare|total|cost|fee|tax|distance"
              + "|duration|minutes|age|weight|size|miles|revenue)(_.*)?");
  private static final Pattern LATITUDE = Pattern.compile("(.*_)?(lat|latitude)");
  private static final Pattern LONGITUDE = Pattern.compile("(.*_)?(lon|lng|long|longitude)");

  private final ColumnProfile profile;
  private final String name;
  private final TypeGuess type;
  private final Optional<PersonalData.Finding> personal;
  private final boolean nested;
  private final OddRecords odd;

  ColumnDraft(
      ColumnProfile profile,
      String name,
      TypeGuess type,
      List<String> header,
      boolean nested,
      OddRecords odd) {
    this.profile = profile;
    this.name = name;
    this.type = type;
    this.nested = nested;
    this.odd = odd;
    this.personal = profile.personal().finding(name, header, profile.freeText());
  }

  boolean isIdentifier() {
    return personal.filter(p -> p.classification() == Classification.IDENTIFIER).isPresent();
  }

  /** The comment and the entry, without indentation; the first line of the entry is a list item. */
  List<String> lines(int keyPosition) {
    List<String> lines = new ArrayList<>(comments());
    lines.add("- name: " + YamlText.scalar(name));
    lines.add("  logicalType: " + type.logicalType());
    type.physicalType().ifPresent(p -> lines.add("  physicalType: " + p));
    if (keyPosition > 0) {
      lines.add("  primaryKey: true");
      lines.add("  primaryKeyPosition: " + keyPosition);
    }
    if (profile.required() && type.none() == 0) {
      lines.add("  required: true");
    }
    personal.ifPresent(p -> lines.add("  classification: " + p.classification().label()));
    List<String> options = options();
    if (!options.isEmpty()) {
      lines.add("  logicalTypeOptions: {" + String.join(", ", options) + "}");
    }
    List<String> properties = properties();
    if (!properties.isEmpty()) {
      lines.add("  customProperties:");
      properties.forEach(p -> lines.add("    - " + p));
    }
    return lines;
  }

  private List<String> comments() {
    List<String> comments = new ArrayList<>();
    long records = profile.values() + profile.empty();
    comments.add(
        "# "
            + (nested ? "objects or lists, kept as JSON text" : type.note())
            + "; "
            + (profile.empty() + type.none() == 0
                ? "never empty in " + count(records) + " records"
                : count(profile.empty() + type.none())
                    + " of "
                    + count(records)
                    + " records have none"));
    type.alternative()
        .ifPresent(
            other ->
                comments.add(
                    "# day and month cannot be told apart: every value fits "
                        + other
                        + " as well; a day after the 12th would decide it; ask the sender"));
    if (!nested) {
      type.remarks().forEach(r -> comments.add("# " + r));
    }
    odd.words().ifPresent(w -> comments.add("# " + w));
    personal.ifPresent(p -> comments.add("# " + p.reason()));
    return comments;
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    type.integerFormat().ifPresent(f -> options.add("format: " + f));
    type.format().ifPresent(f -> options.add("format: " + YamlText.scalar(f)));
    pattern().ifPresent(p -> options.add("pattern: " + YamlText.scalar(p)));
    options.addAll(bounds());
    return options;
  }

  private List<String> bounds() {
    boolean number = type.logicalType().equals("number") || type.logicalType().equals("integer");
    if (!number || profile.values() < LEAST_FOR_RULES || isIdentifier()) {
      return List.of();
    }
    if (LATITUDE.matcher(name).matches() && profile.within(-90, 90)) {
      return List.of("minimum: -90", "maximum: 90");
    }
    if (LONGITUDE.matcher(name).matches() && profile.within(-180, 180)) {
      return List.of("minimum: -180", "maximum: 180");
    }
    return COUNTED.matcher(name).matches() && profile.within(0, Double.MAX_VALUE)
        ? List.of("minimum: 0")
        : List.of();
  }

  Optional<String> pattern() {
    boolean shaped = type.logicalType().equals("string") && profile.values() >= LEAST_FOR_RULES;
    return shaped && !nested && valueSet().isEmpty()
        ? profile.pattern(personal.isEmpty())
        : Optional.empty();
  }

  SortedSet<String> valueSet() {
    SortedSet<String> set = profile.valueSet();
    boolean suits =
        type.logicalType().equals("string")
            && personal.isEmpty()
            && !nested
            && profile.values() >= (long) LEAST_REPEATS * Math.max(2, set.size());
    return suits ? set : new TreeSet<>();
  }

  private List<String> properties() {
    List<String> properties = new ArrayList<>();
    if (!nested) {
      properties.addAll(type.properties());
    }
    if (!profile.name().equals(name)) {
      properties.add("{property: sourceColumn, value: " + YamlText.scalar(profile.name()) + "}");
    }
    if (!valueSet().isEmpty()) {
      properties.add("{property: validValues, value: " + YamlText.list(valueSet()) + "}");
    }
    return properties;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
