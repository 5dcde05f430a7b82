package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.format.FileFault;
import dev.jetbridge.pipelines.ingest.format.HeaderCheck;
import dev.jetbridge.pipelines.ingest.format.NameDifference;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of a CSV file, from its first bytes: by the names in its header or, without one, by
 * the number of fields that most of its first records have.
 */
final class CsvHead {
  private static final Pattern NO_NAME =
      Pattern.compile("[^\\P{Cntrl}\\t]|[\\x{80}-\\x{9F}\\u2028\\u2029]");

  /** What Excel writes above the header to say what the delimiter is. */
  private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=(.)\"?");

  /** A header further below is looked for in so many lines. */
  private static final int LINES = 20;

  /** A file with more columns is another kind of file, and no engine plans to read so many. */
  static final int MOST_COLUMNS = 20_480;

  private final CsvLayout layout;
  private final SourceColumns columns;
  private final String line;
  private final long lineNumber;
  private final List<String> sample;
  private final List<String> names = new ArrayList<>();

  /** The names as they stand in the file; empty without a header. */
  private final List<String> written = new ArrayList<>();

  /** The sample, taken apart once it is needed; null before. */
  private List<String[]> fieldsOfSample;

  /**
   * @param line the first record
   * @param lineNumber where it stands
   * @param sample records after it, or from it on without a header
   */
  CsvHead(
      CsvLayout layout, SourceColumns columns, String line, long lineNumber, List<String> sample) {
    this.layout = layout;
    this.columns = columns;
    this.line = line;
    this.lineNumber = lineNumber;
    this.sample = sample;
    if (layout.header()) {
      byHeader();
    } else {
      byPlace();
    }
  }

  /** By place; of the contract where they mean a column, empty where there is none. */
  List<String> names() {
    return names;
  }

  List<String> written() {
    return written;
  }

  private void byHeader() {
    for (String name : layout.fields(line)) {
      written.add(name == null ? "" : name);
    }
    if (layout.trailingEmptyColumn()) {
      int width = width();
      if (width == written.size() + 1) {
        written.add("");
      } else if (width == written.size() - 1 && written.get(width).isBlank()) {
        written.remove(width);
      }
    }
    if (written.size() <= MOST_COLUMNS) {
      UnaryOperator<String> meaning = columns.meaning();
      written.forEach(name -> names.add(name.isBlank() ? "" : meaning.apply(name.trim())));
    }
  }

  private void byPlace() {
    int width = width();
    List<String> known = columns.names();
    names.addAll(known.subList(0, width == 0 ? known.size() : Math.min(width, known.size())));
    names.addAll(Collections.nCopies(Math.max(0, width - known.size()), ""));
  }

  /** How many fields most of the first records have; 0 when there are none. */
  private int width() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < sample.size(); i++) {
      String[] fields = fieldsOfSample().get(i);
      if (!sample.get(i).isBlank() && !layout.isTrailer(fields)) {
        counts.merge(fields.length, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  private List<String[]> fieldsOfSample() {
    if (fieldsOfSample == null) {
      fieldsOfSample = sample.stream().map(layout::fields).toList();
    }
    return fieldsOfSample;
  }

  /**
   * What there is to warn of in a file with these columns.
   *
   * @throws FileFault when it may not be read
   */
  List<String> judge() throws FileFault {
    int width = Math.max(written.size(), names.size());
    if (width > MOST_COLUMNS) {
      throw new FileFault(
          "header: "
              + width
              + " columns, at most "
              + MOST_COLUMNS
              + " can be read; is the delimiter wrong?",
          place());
    }
    List<String> named = new ArrayList<>(names);
    if (layout.trailingEmptyColumn() && named.size() > 1 && named.get(named.size() - 1).isEmpty()) {
      named.remove(named.size() - 1);
    }
    if (!layout.header()) {
      return judgePlaces(named);
    }
    recognise();
    return new HeaderCheck(
            columns, "column", name -> CsvReader.values(fieldsOfSample(), names.indexOf(name)))
        .judge(named, place());
  }

  private List<String> judgePlaces(List<String> named) throws FileFault {
    int known = columns.columns().size();
    List<String> warnings = new ArrayList<>();
    if (named.size() > known) {
      if (columns.newColumns() != SourceFormat.NewColumns.IGNORE) {
        throw new FileFault(
            "columns: most records have "
                + named.size()
                + " fields, the contract has "
                + known
                + " columns; {property: driftPolicy, value: {newColumns: ignore}} skips those"
                + " after them",
            place());
      }
      warnings.add("columns from position " + (known + 1) + " on are ignored");
    }
    warnings.addAll(
        new HeaderCheck(columns, "column", name -> List.of())
            .judge(named.subList(0, Math.min(known, named.size())), place()));
    return warnings;
  }

  private String place() {
    return "line " + lineNumber;
  }

  /**
   * A first record that shares less than half of its names with the contract is not a header but
   * data, or split at the wrong delimiter: what stands in it may be personal and is not told.
   */
  private void recognise() throws FileFault {
    if (line.contains("\n")) {
      throw new FileFault("header: a line break within a name", place());
    }
    if (written.stream().anyMatch(name -> NO_NAME.matcher(name).find())) {
      throw new FileFault(
          "header: control characters or line separators in it; lines must end in a line feed",
          place());
    }
    if (!isHeader(written)) {
      throw new FileFault(
          "header: "
              + written.size()
              + " columns, of which "
              + known(names)
              + " are among the "
              + columns.columns().size()
              + " of the contract; "
              + likely(),
          place());
    }
  }

  /** Whether enough of these are names of the contract, however they are written. */
  private boolean isHeader(List<String> fields) {
    if (fields.size() > MOST_COLUMNS) {
      return false;
    }
    Set<String> keys = new HashSet<>();
    fields.forEach(name -> keys.add(NameDifference.key(name.trim())));
    long known =
        columns.names().stream().filter(name -> keys.contains(NameDifference.key(name))).count();
    return known > 0 && 2 * known >= Math.min(fields.size(), columns.columns().size());
  }

  private long known(List<String> found) {
    return columns.names().stream().filter(new HashSet<>(found)::contains).count();
  }

  /** What the first record seems to be. */
  private String likely() {
    Matcher separator = SEPARATOR.matcher(line.strip());
    String skip = "{property: skipLines, value: ";
    if (separator.matches()) {
      char stated = separator.group(1).charAt(0);
      return "the line is one that Excel writes, "
          + skip
          + lineNumber
          + "} skips it"
          + (stated == layout.delimiter()
              ? ""
              : "; it says that the delimiter is "
                  + stated
                  + ", the contract says "
                  + layout.delimiter());
    }
    for (int i = 0; i < Math.min(LINES, sample.size()); i++) {
      if (isHeader(fields(layout.delimiter(), sample.get(i)))) {
        return "the names of the contract are in line "
            + (lineNumber + 1 + i)
            + ", "
            + skip
            + (lineNumber + i)
            + "} skips what is above";
      }
    }
    for (char delimiter : new char[] {',', ';', '\t', '|'}) {
      List<String> fields = fields(delimiter, line);
      if (delimiter != layout.delimiter() && fields.size() > 1 && isHeader(fields)) {
        return "split at "
            + (delimiter == '\t' ? "tabs" : delimiter)
            + " they are, so the delimiter in the contract is wrong";
      }
    }
    return "is the header missing ({property: header, value: false} reads such files by position),"
        + " or the delimiter wrong?";
  }

  private List<String> fields(char delimiter, String record) {
    String[] fields = layout.delimitedBy(delimiter).fields(record);
    return Arrays.stream(fields).map(name -> name == null ? "" : name).toList();
  }
}
