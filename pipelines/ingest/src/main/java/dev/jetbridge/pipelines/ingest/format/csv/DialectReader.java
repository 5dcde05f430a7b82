package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.text.SampleEncoding;
import dev.jetbridge.pipelines.ingest.format.text.SampleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out how a sample is written: its delimiter from its head, the rest from all of it. */
final class DialectReader {
  /** The usual ones first: of two that divide the records as well, the earlier one is taken. */
  private static final String DELIMITERS = ",;\t|%~^#!$&*@:";

  /** The part of the records that a delimiter must divide like the header. */
  private static final double AGREEING = 0.9;

  /** The same of a file of few records. */
  private static final double AGREEING_FEW = 0.8;

  private static final int FEW = 20;

  private static final int LOOKED_AT = 2_000;

  /** Records above a header, and the lines that those may have. */
  private static final int MOST_ABOVE = 20;

  private static final int ABOVE_LINES = 1_000;

  private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=.\"?\\s*");

  private final SampleFile file;
  private final byte[] head;

  /** The first lines, in which titles and comments stand. */
  private final List<String> textAbove;

  /** Whether the first of them is what Excel writes above the header: what the delimiter is. */
  private final boolean saysDelimiter;

  DialectReader(SampleFile file, SampleText text) {
    this.file = file;
    this.head = text.head();
    this.textAbove = text.text().lines().limit(ABOVE_LINES).toList();
    this.saysDelimiter = !textAbove.isEmpty() && SEPARATOR.matcher(textAbove.get(0)).matches();
  }

  /**
   * @param source what the contract of the file says of files
   * @param known what it says of such ones; taken where it fits
   */
  CsvDialect read(Optional<SourceFormat> source, Optional<CsvSettings> known) {
    return quotes(known.flatMap(this::divided).orElseGet(this::find), source, known);
  }

  /**
   * How a delimiter divides the records of the head.
   *
   * @param share the part of them with as many fields as the first one
   * @param skipLines lines above that one
   * @param spare whether they have one more, as a delimiter at their end makes it
   */
  private record Division(char delimiter, double share, int skipLines, boolean spare) {
    static final Division NONE = new Division(',', 0, 0, false);

    /** The better one; lines above a header are believed where nothing divides the file without. */
    Division or(Division other) {
      return other.rank() > rank() ? other : this;
    }

    private double rank() {
      return share < AGREEING ? share - 1 : skipLines == 0 ? share + 1 : share;
    }
  }

  private Optional<Division> divided(CsvSettings known) {
    Counts counts = new Counts(known.delimiter(), known.quote(), known.escape());
    Division division = counts.from(counts.recordAfter(known.skipLines()), known.skipLines());
    return Optional.of(division).filter(d -> d.share() >= AGREEING);
  }

  private Division find() {
    Division best = Division.NONE;
    for (int i = 0; i < DELIMITERS.length(); i++) {
      char delimiter = DELIMITERS.charAt(i);
      best =
          best.or(new Counts(delimiter, '"', '"').best())
              .or(new Counts(delimiter, '\'', '\'').best());
    }
    if (best.share() >= AGREEING) {
      return best;
    }
    if (isOneColumn()) {
      return Division.NONE;
    }
    throw file.refused(
        "no delimiter divides its lines into as many fields as the first line"
            + (best.share() > 0
                ? "; the best one, "
                    + named(best.delimiter())
                    + ", does so for "
                    + Math.round(100 * best.share())
                    + " %"
                : "")
            + "; free text and fixed widths cannot be drafted");
  }

  /** A table of one column says so by its name: lines alone could be any text. */
  private boolean isOneColumn() {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return file.name().matches(".*\\.csv(\\.gz)?")
        && text.lines().findFirst().orElse("").strip().matches("\"?[A-Za-z_][A-Za-z0-9_]*\"?");
  }

  private static String named(char delimiter) {
    return delimiter == '\t' ? "the tab" : String.valueOf(delimiter);
  }

  /** How many fields the first records have by a delimiter. */
  private final class Counts {
    private final char delimiter;
    private final List<Integer> fields = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();

    Counts(char delimiter, char quote, char escape) {
      this.delimiter = delimiter;
      QuoteScan scan = new QuoteScan(delimiter, quote, escape, this::add);
      scan.accept(head, head.length);
      if (SampleFile.isWhole(head)) {
        scan.finish();
      }
    }

    private void add(int count, long line) {
      if (fields.size() < LOOKED_AT) {
        fields.add(count);
        lines.add(line);
      }
    }

    /** The first record below so many lines. */
    int recordAfter(int skipped) {
      int i = 0;
      while (i < lines.size() && lines.get(i) <= skipped) {
        i++;
      }
      return i;
    }

    /** From the first record that may be a header: above it are titles, comments and the like. */
    Division best() {
      Division first = Division.NONE;
      int above = 0;
      while (above < Math.min(MOST_ABOVE, fields.size())) {
        Division division = from(above, (int) (lines.get(above) - 1));
        boolean enough = above == 0 || (above + 2 < fields.size() && isAbove(above));
        if (enough && !saysDelimiter(above) && division.share() >= AGREEING) {
          return division;
        }
        first = above == 0 ? division : first;
        above++;
      }
      return saysDelimiter(0) ? Division.NONE : first;
    }

    /** Whether all records above one are comments, or have far fewer fields. */
    private boolean isAbove(int record) {
      for (int i = 0; i < record; i++) {
        long line = lines.get(i);
        boolean comment = line <= textAbove.size() && textAbove.get((int) line - 1).startsWith("#");
        if (!comment && !saysDelimiter(i) && 2 * fields.get(i) > fields.get(record)) {
          return false;
        }
      }
      return true;
    }

    private boolean saysDelimiter(int record) {
      return saysDelimiter && lines.get(record) == 1;
    }

    private boolean endsInDelimiter(int record) {
      if (record >= lines.size() || lines.get(record) > textAbove.size()) {
        return false;
      }
      String line = textAbove.get(lines.get(record).intValue() - 1);
      return !line.isEmpty() && line.charAt(line.length() - 1) == delimiter;
    }

    Division from(int record, int skipLines) {
      if (record >= fields.size() || fields.get(record) < 2) {
        return Division.NONE;
      }
      List<Integer> some = fields.subList(record, fields.size());
      int width = some.get(0);
      long alike = some.stream().filter(count -> count == width).count();
      long spare =
          endsInDelimiter(record + 1)
              ? some.stream().skip(1).filter(count -> count == width + 1).count()
              : 0;
      double share = (double) Math.max(alike, spare + 1) / some.size();
      boolean few = record == 0 && some.size() < FEW && share >= AGREEING_FEW;
      return new Division(
          delimiter, few ? Math.max(AGREEING, share) : share, skipLines, spare > alike);
    }
  }

  private CsvDialect quotes(
      Division division, Optional<SourceFormat> source, Optional<CsvSettings> known) {
    char delimiter = division.delimiter();
    SampleEncoding encoding = new SampleEncoding();
    QuoteScan doubled = new QuoteScan(delimiter, '"', '"', (fields, line) -> {});
    QuoteScan escaped = new QuoteScan(delimiter, '"', '\\', (fields, line) -> {});
    QuoteScan single = new QuoteScan(delimiter, '\'', '\'', (fields, line) -> {});
    QuoteScan own =
        known
            .map(k -> new QuoteScan(delimiter, k.quote(), k.escape(), (fields, line) -> {}))
            .orElse(doubled);
    boolean[] backslash = new boolean[2];
    List<QuoteScan> scans = List.of(doubled, escaped, single, own);
    file.forEachPiece(
        (bytes, length) -> {
          encoding.accept(bytes, length);
          scans.stream().distinct().forEach(scan -> scan.accept(bytes, length));
          for (int i = 0; i < length; i++) {
            backslash[0] |= backslash[1] && bytes[i] == '"';
            backslash[1] = bytes[i] == '\\';
          }
        });
    scans.stream().distinct().forEach(QuoteScan::finish);
    char quote = '"';
    char escape = '"';
    if (known.isPresent() && own.quotes()) {
      quote = known.get().quote();
      escape = known.get().escape();
    } else if (!doubled.used() && single.used() && single.quotes()) {
      quote = '\'';
      escape = '\'';
    } else if (backslash[0] && escaped.quotes() && escaped.broken() <= doubled.broken()) {
      escape = '\\';
    } else if (!doubled.quotes()) {
      quote = CsvDialect.NO_QUOTE;
      escape = CsvDialect.NO_QUOTE;
    }
    return new CsvDialect(
        delimiter,
        quote,
        escape,
        known.map(CsvSettings::header).orElse(true),
        division.skipLines(),
        division.spare(),
        encoding.name(file, source),
        encoding.note());
  }
}
