package dev.jetbridge.pipelines.ingest.format.csv;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.draft.ColumnProfile;
import dev.jetbridge.pipelines.ingest.draft.ContractChanges;
import dev.jetbridge.pipelines.ingest.draft.FileProfile;
import dev.jetbridge.pipelines.ingest.draft.OddRecords;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.draft.YamlText;
import dev.jetbridge.pipelines.ingest.format.text.SampleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A sample of delimited fields, read record by record in bounded memory. */
final class CsvSample implements Sample {
  /** The part of the fields that begin with a blank where blanks are a habit of the writer. */
  private static final double PADDED = 0.9;

  private static final int PADDING_SAMPLE = 1_000;

  private final SampleFile file;
  private final CsvDialect dialect;
  private final boolean trimBlanks;
  private final FileProfile profile;
  private final OddRecords brokenQuotes = new OddRecords();
  private final OddRecords repeatedHeaders = new OddRecords();
  private CsvColumns columns;
  private Optional<String> recordAsHeader = Optional.empty();
  private boolean trailingEmpty;
  private long headerEnd;

  private CsvSample(
      SampleFile file, CsvDialect dialect, boolean trims, Optional<Contract> product) {
    this.file = file;
    this.dialect = dialect;
    this.trimBlanks = trims;
    this.profile = new FileProfile(file, product);
  }

  static CsvSample of(SampleFile file, SampleText text, Optional<Contract> product) {
    Optional<SourceFormat> source = product.flatMap(Contract::source);
    Optional<CsvSettings> known =
        source.filter(s -> s.format().equals(CsvFormat.WORD)).map(CsvSettings::of);
    CsvDialect dialect = new DialectReader(file, text).read(source, known);
    boolean trims = known.map(CsvSettings::trimBlanks).orElseGet(() -> isPadded(file, dialect));
    CsvSample sample = new CsvSample(file, dialect, trims, product);
    sample.read(product);
    if (sample.recordAsHeader.isPresent() && product.isPresent()) {
      throw file.refused(
          "line "
              + (dialect.skipLines() + 1)
              + " seems to be no header but a record ("
              + sample.recordAsHeader.get()
              + "); put a line with the names of the columns before it, or say header: false in the"
              + " contract");
    }
    if (sample.recordAsHeader.isPresent()) {
      Optional<String> reason = sample.recordAsHeader;
      sample = new CsvSample(file, dialect.withoutHeader(), trims, product);
      sample.read(product);
      sample.recordAsHeader = reason;
    }
    sample.profile.refuseBroken(sample.brokenHow());
    sample.profile.refuseBroken(
        sample.brokenQuotes.count(),
        "break their quotes, the first is record " + sample.brokenQuotes.first());
    sample.profile.refuseEmpty();
    return sample;
  }

  /** Whether the writer puts a blank after each delimiter. */
  private static boolean isPadded(SampleFile file, CsvDialect dialect) {
    SampleFields reader = new SampleFields(dialect);
    long padded = 0;
    long all = 0;
    try (CsvRecords records = new CsvRecords(file, dialect)) {
      records.next();
      for (int i = 0; i < PADDING_SAMPLE; i++) {
        String record = records.next();
        if (record == null) {
          break;
        }
        String[] fields = reader.of(record);
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

  private void read(Optional<Contract> product) {
    try (CsvRecords all = new CsvRecords(file, dialect)) {
      read(all, product);
    }
  }

  private void read(CsvRecords all, Optional<Contract> product) {
    String record = all.next();
    List<String> written = header(record);
    columns =
        dialect.header()
            ? CsvColumns.ofHeader(written, product)
            : CsvColumns.ofPlaces(written.size(), product);
    headerEnd = all.lastLine();
    List<String> names = columns.names();
    List<ColumnProfile> profiles = names.stream().map(profile::column).toList();
    SampleFields reader = new SampleFields(dialect);
    HeaderJudge judge = new HeaderJudge(written);
    String[] values = new String[names.size()];
    all.expect(values.length + (dialect.spareDelimiter() ? 1 : 0));
    record = dialect.header() ? all.next() : record;
    for (; record != null; record = all.next()) {
      profile.begin();
      if (all.broken()) {
        brokenQuotes.add(profile.number());
        continue;
      }
      String[] fields = withoutSpare(reader.of(record), values.length);
      if (fields.length != values.length) {
        profile.breakAt(all.line());
        continue;
      }
      if (dialect.header() && judge.isHeader(fields)) {
        repeatedHeaders.add(profile.number());
        continue;
      }
      if (dialect.header()) {
        judge.compare(fields);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = cleaned(fields[i]);
        profile.add(profiles.get(i), values[i]);
      }
      profile.end();
      profile.addPairs(names, values);
    }
    recordAsHeader =
        dialect.header() && profile.records() > 0 ? judge.record(profiles) : Optional.empty();
    ColumnProfile last = profiles.get(profiles.size() - 1);
    trailingEmpty = dialect.spareDelimiter() || (columns.endsUnnamed() && last.values() == 0);
    if (trailingEmpty && !dialect.spareDelimiter()) {
      profile.remove(last);
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
  private List<String> header(String line) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(dialect.delimiter());
    settings.getFormat().setQuote(dialect.quote());
    settings.getFormat().setQuoteEscape(dialect.escape());
    settings.setMaxColumns(FileProfile.MOST_COLUMNS);
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
              + FileProfile.MOST_COLUMNS
              + " columns; is the delimiter wrong?");
    }
  }

  @Override
  public FileProfile profile() {
    return profile;
  }

  @Override
  public String format() {
    return CsvFormat.WORD;
  }

  @Override
  public String encoding() {
    return dialect.encoding();
  }

  @Override
  public String encodingNote() {
    return dialect.note();
  }

  @Override
  public long broken() {
    return profile.broken() + brokenQuotes.count() + repeatedHeaders.count();
  }

  @Override
  public String brokenHow() {
    return "have more or fewer fields than the header";
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (brokenQuotes.count() > 0) {
      warnings.add(
          brokenQuotes.numbers()
              + (brokenQuotes.count() == 1 ? " breaks its quotes" : " break their quotes")
              + ": with text after a closing quote it will be quarantined, with a quote that is"
              + " never closed ingestion refuses the file");
    }
    if (repeatedHeaders.count() > 0) {
      warnings.add(
          repeatedHeaders.numbers()
              + (repeatedHeaders.count() == 1 ? " repeats" : " repeat")
              + " the header, and will be quarantined");
    }
    recordAsHeader.ifPresent(
        reason ->
            warnings.add(
                "line "
                    + (dialect.skipLines() + 1)
                    + " is a record like the others ("
                    + reason
                    + "), so there is no header and columns go by position; if it is one, drop"
                    + " header: false and write its names"));
    columns
        .byPlace()
        .ifPresent(
            reason ->
                warnings.add(
                    reason
                        + " in the header, so columns go by position and the header is skipped;"
                        + " a file with another order of columns would not be noticed"));
    return warnings;
  }

  @Override
  public List<String> ofServer() {
    return dialect.delimiter() == CsvSettings.COMMA
        ? List.of()
        : List.of("- {property: delimiter, value: " + scalar(dialect.delimiter()) + "}");
  }

  @Override
  public List<String> properties() {
    List<String> lines = new ArrayList<>();
    boolean byPlace = columns.byPlace().isPresent();
    long above = byPlace ? headerEnd : dialect.skipLines();
    if (above > 0) {
      lines.add("- {property: skipLines, value: " + above + "}");
    }
    if (!dialect.header() || byPlace) {
      lines.add("- {property: header, value: false}");
    }
    if (columns.normalised()) {
      lines.add("# names in the header hold blanks or characters that the eye does not see");
      lines.add("- {property: headerNames, value: normalised}");
    }
    if (trailingEmpty) {
      lines.add("# records end with a delimiter too many");
      lines.add("- {property: trailingEmptyColumn, value: true}");
    }
    if (dialect.quote() == CsvDialect.NO_QUOTE) {
      lines.add("# quotes stand within values, none around them: a character that no value has");
    }
    if (dialect.quote() != CsvSettings.QUOTE) {
      lines.add("- {property: quote, value: " + scalar(dialect.quote()) + "}");
    }
    if (dialect.escape() != dialect.quote()) {
      lines.add("- {property: escape, value: " + scalar(dialect.escape()) + "}");
    }
    if (trimBlanks) {
      lines.add("# values begin with a blank after the delimiter");
      lines.add("- {property: trimBlanks, value: true}");
    }
    return lines;
  }

  @Override
  public List<ContractChanges.Proposal> changes(SourceFormat source) {
    CsvSettings known = CsvSettings.of(source);
    List<ContractChanges.Proposal> changes = new ArrayList<>();
    if (dialect.delimiter() != known.delimiter()) {
      changes.add(
          new ContractChanges.Proposal(
              "the delimiter is different", List.of("delimiter: " + scalar(dialect.delimiter()))));
    }
    if (dialect.quote() != known.quote() || dialect.escape() != known.escape()) {
      changes.add(
          new ContractChanges.Proposal(
              "the quotes are not those of the contract",
              List.of(
                  "- {property: quote, value: " + scalar(dialect.quote()) + "}",
                  "- {property: escape, value: " + scalar(dialect.escape()) + "}")));
    }
    return changes;
  }

  private static String scalar(char character) {
    return YamlText.scalar(String.valueOf(character));
  }
}
