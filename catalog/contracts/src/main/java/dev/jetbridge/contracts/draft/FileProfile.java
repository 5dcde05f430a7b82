package dev.jetbridge.contracts.draft;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.contracts.SourceFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What a sample file holds: how it is written and what is common to the values of each column, from
 * every record of it in one pass, in bounded memory.
 */
final class FileProfile {
  /** Hashes that all columns together keep to tell whether values are unique: 64 MB at most. */
  static final long HASHES = 4_000_000;

  /** More fields than these are looked at: do they come again, or are objects used as maps? */
  private static final int MANY_FIELDS = 1_000;

  /** The part of the records that may be broken in a file that is drafted at all ... */
  private static final double MAX_BROKEN = 0.1;

  /** ... and how many in a file of few records, though fewer than half. */
  private static final int FEW_BROKEN = 3;

  /** The first columns, of which two together may be a key. */
  private static final int PAIRED = 6;

  /** The part of the fields that begin with a blank where blanks are a habit of the writer. */
  private static final double PADDED = 0.9;

  private static final int PADDING_SAMPLE = 1_000;

  private final SampleFile file;
  private final Dialect dialect;
  private final boolean trimBlanks;
  private final AtomicLong budget = new AtomicLong(HASHES);
  private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
  private final Map<List<String>, DistinctValues> pairs = new LinkedHashMap<>();
  private final Map<String, ColumnCheck> checks;
  private final Set<String> nested = new HashSet<>();
  private final OddRecords brokenQuotes = new OddRecords();
  private final OddRecords repeatedHeaders = new OddRecords();
  private final Optional<Contract> product;
  private CsvColumns csvColumns;
  private Optional<String> recordAsHeader = Optional.empty();
  private boolean trailingEmpty;
  private long headerEnd;
  private int widest;
  private long records;
  private long number;
  private long quarantined;
  private long broken;
  private long firstBroken;
  private boolean tooDeep;

  private FileProfile(SampleFile file, Dialect dialect, boolean trims, Optional<Contract> product) {
    this.file = file;
    this.dialect = dialect;
    this.trimBlanks = trims;
    this.product = product;
    this.checks = product.map(ColumnCheck::of).orElse(Map.of());
  }

  /**
   * @param product the contract that the file belongs to; its format is taken where it fits, and
   *     values are held against its columns
   */
  static FileProfile of(SampleFile file, Optional<Contract> product) {
    Optional<SourceFormat> known = product.flatMap(Contract::source);
    Dialect dialect = new DialectReader(file).read(known);
    boolean trims =
        dialect.csv()
            && known.map(SourceFormat::trimBlanks).orElseGet(() -> isPadded(file, dialect));
    FileProfile profile = read(file, dialect, trims, product);
    if (profile.recordAsHeader.isPresent() && product.isPresent()) {
      throw file.refused(
          "line "
              + (dialect.skipLines() + 1)
              + " seems to be no header but a record ("
              + profile.recordAsHeader.get()
              + "); put a line with the names of the columns before it, or say header: false in the"
              + " contract");
    }
    if (profile.recordAsHeader.isPresent()) {
      Optional<String> reason = profile.recordAsHeader;
      profile = read(file, dialect.withoutHeader(), trims, product);
      profile.recordAsHeader = reason;
    }
    profile.refuseBroken();
    return profile;
  }

  private static FileProfile read(
      SampleFile file, Dialect dialect, boolean trims, Optional<Contract> product) {
    FileProfile profile = new FileProfile(file, dialect, trims, product);
    try (Records all = new Records(file, dialect)) {
      if (dialect.csv()) {
        profile.readCsv(all);
      } else {
        profile.readJson(all);
      }
    }
    return profile;
  }

  /** Whether the writer puts a blank after each delimiter. */
  private static boolean isPadded(SampleFile file, Dialect dialect) {
    FieldReader reader = new FieldReader(dialect);
    long padded = 0;
    long all = 0;
    try (Records records = new Records(file, dialect)) {
      records.next();
      for (int i = 0; i < PADDING_SAMPLE; i++) {
        String record = records.next();
        if (record == null) {
          break;
        }
        String[] fields = reader.csv(record);
        for (int j = 1; j < fields.length; j++) {
          if (fields[j] != null && !fields[j].isEmpty()) {
            all++;
            padded += fields[j].charAt(0) == ' ' ? 1 : 0;
          }
        }
      }
    }
    return all > 0 && padded >= PADDED * all;
  }

  private void readCsv(Records all) {
    String record = all.next();
    List<String> written = fields(record);
    csvColumns =
        dialect.header()
            ? CsvColumns.ofHeader(written, product)
            : CsvColumns.ofPlaces(written.size(), product);
    headerEnd = all.lastLine();
    List<String> names = csvColumns.names();
    names.forEach(this::column);
    List<ColumnProfile> profiles = new ArrayList<>(columns.values());
    List<ColumnCheck> held = names.stream().map(checks::get).toList();
    FieldReader reader = new FieldReader(dialect);
    HeaderJudge judge = new HeaderJudge(written);
    String[] values = new String[names.size()];
    all.expect(values.length + (dialect.spareDelimiter() ? 1 : 0));
    record = dialect.header() ? all.next() : record;
    for (; record != null; record = all.next()) {
      number++;
      if (all.broken()) {
        brokenQuotes.add(number);
        continue;
      }
      String[] fields = withoutSpare(reader.csv(record), values.length);
      if (fields.length != values.length) {
        breakAt(all.line());
        continue;
      }
      if (dialect.header() && judge.isHeader(fields)) {
        repeatedHeaders.add(number);
        continue;
      }
      records++;
      if (dialect.header()) {
        judge.compare(fields);
      }
      boolean taken = true;
      for (int i = 0; i < values.length; i++) {
        values[i] = cleaned(fields[i]);
        taken &= add(profiles.get(i), Optional.ofNullable(held.get(i)), values[i]);
      }
      quarantined += taken ? 0 : 1;
      addPairs(names, values);
    }
    recordAsHeader = dialect.header() && records > 0 ? judge.record(profiles) : Optional.empty();
    ColumnProfile last = profiles.get(profiles.size() - 1);
    trailingEmpty = dialect.spareDelimiter() || (csvColumns.endsUnnamed() && last.values() == 0);
    if (trailingEmpty && !dialect.spareDelimiter()) {
      columns.remove(last.name());
    }
  }

  private String[] withoutSpare(String[] fields, int width) {
    boolean spare =
        dialect.spareDelimiter()
            && fields.length == width + 1
            && (fields[width] == null || fields[width].isEmpty());
    return spare ? Arrays.copyOf(fields, width) : fields;
  }

  private String cleaned(String field) {
    if (field == null || !trimBlanks) {
      return field == null || field.isEmpty() ? null : field;
    }
    int from = 0;
    int to = field.length();
    while (from < to && field.charAt(from) == ' ') {
      from++;
    }
    while (to > from && field.charAt(to - 1) == ' ') {
      to--;
    }
    return from == to ? null : field.substring(from, to);
  }

  /** The fields of the first record as ingestion takes names: without blanks around them. */
  private List<String> fields(String line) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(dialect.delimiter());
    settings.getFormat().setQuote(dialect.quote());
    settings.getFormat().setQuoteEscape(dialect.escape());
    settings.setMaxColumns(FieldReader.MOST_FIELDS);
    settings.setMaxCharsPerColumn(-1);
    // A name may begin with the character that this parser takes for a comment.
    settings.getFormat().setComment('\0');
    try {
      return Arrays.stream(new CsvParser(settings).parseLine(line))
          .map(name -> name == null ? "" : name)
          .toList();
    } catch (TextParsingException e) {
      throw file.refused(
          "its header has more than "
              + FieldReader.MOST_FIELDS
              + " columns; is the delimiter another one?");
    }
  }

  private void readJson(Records all) {
    FieldReader reader = new FieldReader(dialect);
    String record;
    while ((record = all.next()) != null) {
      number++;
      Optional<Map<String, FieldReader.Field>> object = reader.json(record);
      if (object.isEmpty()) {
        breakAt(all.line());
        tooDeep |= reader.tooDeep();
        continue;
      }
      Map<String, FieldReader.Field> fields = object.get();
      widest = Math.max(widest, fields.size());
      boolean taken = true;
      for (Map.Entry<String, FieldReader.Field> field : fields.entrySet()) {
        if (field.getValue().nested()) {
          nested.add(field.getKey());
        }
        taken &=
            add(
                fieldOf(field.getKey()),
                Optional.ofNullable(checks.get(field.getKey())),
                field.getValue().text());
      }
      quarantined += taken ? 0 : 1;
      records++;
    }
    refuseMaps();
    for (ColumnProfile profile : columns.values()) {
      long without = records - profile.values() - profile.empty();
      if (without > 0) {
        profile.addEmpty(without);
        Optional.ofNullable(checks.get(profile.name())).ifPresent(c -> c.addEmpty(without));
      }
    }
    List<String> folded =
        columns.keySet().stream().map(n -> n.toLowerCase(Locale.ROOT)).distinct().toList();
    if (folded.size() < columns.size()) {
      throw file.refused("fields differ in upper and lower case only, which one table cannot");
    }
  }

  /** Whether the column of a contract takes the value, where there is one. */
  private boolean add(ColumnProfile profile, Optional<ColumnCheck> check, String value) {
    if (value == null) {
      profile.addEmpty(1);
      check.ifPresent(c -> c.addEmpty(1));
      return true;
    }
    profile.add(value);
    return check.isEmpty() || check.get().add(value, number);
  }

  private ColumnProfile column(String name) {
    return columns.computeIfAbsent(name, n -> new ColumnProfile(n, budget));
  }

  /** A JSON field, of which a file has as many as there are columns at most. */
  private ColumnProfile fieldOf(String name) {
    if (columns.size() == FieldReader.MOST_FIELDS && !columns.containsKey(name)) {
      throw file.refused(
          "it has more than "
              + FieldReader.MOST_FIELDS
              + " different fields; objects used as maps cannot be drafted");
    }
    return column(name);
  }

  /** The names in a map are values: most of them never come again. */
  private void refuseMaps() {
    long once = columns.values().stream().filter(c -> c.values() + c.empty() == 1).count();
    int most = Math.max(MANY_FIELDS, 2 * Math.max(widest, checks.size()));
    if (columns.size() > most && 2 * once > columns.size()) {
      throw file.refused(
          "it has "
              + columns.size()
              + " different fields, of which "
              + once
              + " stand in one object only; objects used as maps cannot be drafted");
    }
  }

  private void addPairs(List<String> header, String[] values) {
    int most = Math.min(PAIRED, values.length);
    for (int i = 0; i < most; i++) {
      for (int j = i + 1; j < most; j++) {
        DistinctValues pair =
            pairs.computeIfAbsent(
                List.of(header.get(i), header.get(j)), k -> new DistinctValues(budget));
        if (values[i] == null || values[j] == null) {
          pair.refuse();
        } else {
          pair.add(31 * ColumnProfile.hash(values[i]) + ColumnProfile.hash(values[j]));
        }
      }
    }
  }

  private void breakAt(long line) {
    broken++;
    if (broken == 1) {
      firstBroken = line;
    }
  }

  private void refuseBroken() {
    refuseBroken(broken, brokenHow() + ", the first at line " + firstBroken);
    refuseBroken(
        brokenQuotes.count(), "break their quotes, the first is record " + brokenQuotes.first());
    if (records == 0) {
      throw file.refused("it has a header and no records: there is nothing to infer from");
    }
  }

  private void refuseBroken(long faulty, String what) {
    boolean few = faulty <= FEW_BROKEN && 2 * faulty < number;
    if (faulty > MAX_BROKEN * number && !few) {
      throw file.refused(faulty + " of " + number + " records " + what);
    }
  }

  String fileName() {
    return file.name();
  }

  Dialect dialect() {
    return dialect;
  }

  boolean trimBlanks() {
    return trimBlanks;
  }

  List<ColumnProfile> columns() {
    return List.copyOf(columns.values());
  }

  ColumnCheck check(String source) {
    return checks.get(source);
  }

  boolean isNested(ColumnProfile column) {
    return nested.contains(column.name());
  }

  long records() {
    return records;
  }

  long broken() {
    return broken;
  }

  /** Records in which a quote closes before its field ends, or never. */
  OddRecords brokenQuotes() {
    return brokenQuotes;
  }

  /** By the names of the file, the records that a column of the contract does not take. */
  Map<String, OddRecords> odd() {
    Map<String, OddRecords> odd = new HashMap<>();
    checks.forEach((name, check) -> odd.put(name, check.odd()));
    return odd;
  }

  /** Records that are the header once more. */
  OddRecords repeatedHeaders() {
    return repeatedHeaders;
  }

  /** Why the first line was taken for a record; empty when it is the header. */
  Optional<String> recordAsHeader() {
    return recordAsHeader;
  }

  /** Why columns of a CSV file go by their place though it has a header; empty when they do not. */
  Optional<String> byPlace() {
    return csvColumns == null ? Optional.empty() : csvColumns.byPlace();
  }

  /** Whether names in the header hold blanks or characters that the eye does not see. */
  boolean normalisedNames() {
    return csvColumns != null && csvColumns.normalised();
  }

  /** Whether every record ends with a delimiter too many. */
  boolean trailingEmpty() {
    return trailingEmpty;
  }

  /** Lines to pass over before the header, or before the first record where it is no use. */
  long linesAbove() {
    return byPlace().isPresent() ? headerEnd : dialect.skipLines();
  }

  /** Records of which a column of the contract does not take a value. */
  long quarantined() {
    return quarantined;
  }

  /** What is wrong with the broken records. */
  String brokenHow() {
    if (dialect.csv()) {
      return "have another number of fields than the header";
    }
    return "are no JSON object" + (tooDeep ? ", or are " + JsonScan.TOO_DEEP : "");
  }

  long firstBroken() {
    return firstBroken;
  }

  /**
   * Two columns whose values together came once each; empty when a pair was not needed or found.
   */
  List<List<String>> uniquePairs() {
    return pairs.entrySet().stream()
        .filter(e -> e.getValue().unique())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What columns tell of others: empty where none does, or where they differ. */
  TypeChoice.FileHints hints() {
    return new TypeChoice.FileHints(told(ColumnProfile::dayFirst), told(ColumnProfile::comma));
  }

  private Optional<Boolean> told(Function<ColumnProfile, Optional<Boolean>> by) {
    List<Boolean> told =
        columns.values().stream().flatMap(c -> by.apply(c).stream()).distinct().toList();
    return told.size() == 1 ? Optional.of(told.get(0)) : Optional.empty();
  }
}
