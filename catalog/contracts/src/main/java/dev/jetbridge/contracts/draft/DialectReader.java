package dev.jetbridge.contracts.draft;

import dev.jetbridge.contracts.SourceFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out how a file is written: its format and delimiter from its head, the rest from all of it.
 */
final class DialectReader {
  /** The usual ones first: of two that divide the records as well, the earlier one is taken. */
  private static final String DELIMITERS = ",;\t|%~^#!$&*@:";

  /** The part of the records that a delimiter must divide like the header. */
  private static final double AGREEING = 0.9;

  /** The same of a file of few records. */
  private static final double AGREEING_FEW = 0.8;

  private static final int FEW = 20;

  private static final int LOOKED_AT = 2_000;

  private final SampleFile file;
  private final byte[] head;

  DialectReader(SampleFile file) {
    this.file = file;
    this.head = file.head();
  }

  /**
   * @param known how files of the product are written; taken where it fits
   */
  Dialect read(Optional<SourceFormat> known) {
    file.refuseOtherFormats(head);
    char first = firstCharacter();
    if (first == '[') {
      throw file.refused("it is a JSON array; write one object a line, as jq -c '.[]' does");
    }
    if (first == '{') {
      Encoding encoding = new Encoding();
      file.forEachPiece(encoding::accept);
      return new Dialect(
          SourceFormat.Kind.JSON, ',', '"', '"', encoding.name(file, known), encoding.note());
    }
    char delimiter = known.filter(this::divides).map(SourceFormat::delimiter).orElseGet(this::find);
    return quotes(delimiter, known);
  }

  private char firstCharacter() {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String start = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
    String stripped = start.stripLeading();
    if (stripped.isEmpty()) {
      throw file.refused("it holds blank lines only");
    }
    return stripped.charAt(0);
  }

  private boolean divides(SourceFormat known) {
    return known.kind() == SourceFormat.Kind.CSV
        && agreement(known.delimiter(), known.quote(), known.escape()) >= AGREEING;
  }

  private char find() {
    char best = 0;
    double most = 0;
    for (int i = 0; i < DELIMITERS.length(); i++) {
      char delimiter = DELIMITERS.charAt(i);
      double share = Math.max(agreement(delimiter, '"', '"'), agreement(delimiter, '\'', '\''));
      if (share > most) {
        most = share;
        best = delimiter;
      }
    }
    if (most >= AGREEING) {
      return best;
    }
    if (isOneColumn()) {
      return ',';
    }
    throw file.refused(
        "no delimiter divides its lines into as many fields as the first line"
            + (most > 0
                ? "; the best one, "
                    + named(best)
                    + ", does so for "
                    + Math.round(100 * most)
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

  /** The part of the first records with as many fields as the first one; 0 when it has only one. */
  private double agreement(char delimiter, char quote, char escape) {
    List<Integer> counts = new ArrayList<>();
    QuoteScan scan = new QuoteScan(delimiter, quote, escape, counts::add);
    scan.accept(head, head.length);
    if (SampleFile.isWhole(head)) {
      scan.finish();
    }
    List<Integer> some = counts.subList(0, Math.min(counts.size(), LOOKED_AT));
    if (some.isEmpty() || some.get(0) < 2) {
      return 0;
    }
    double share = (double) some.stream().filter(some.get(0)::equals).count() / some.size();
    return some.size() < FEW && share >= AGREEING_FEW ? Math.max(AGREEING, share) : share;
  }

  private Dialect quotes(char delimiter, Optional<SourceFormat> known) {
    Encoding encoding = new Encoding();
    QuoteScan doubled = new QuoteScan(delimiter, '"', '"', fields -> {});
    QuoteScan escaped = new QuoteScan(delimiter, '"', '\\', fields -> {});
    QuoteScan single = new QuoteScan(delimiter, '\'', '\'', fields -> {});
    QuoteScan own =
        known
            .map(k -> new QuoteScan(delimiter, k.quote(), k.escape(), fields -> {}))
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
      quote = Dialect.NO_QUOTE;
      escape = Dialect.NO_QUOTE;
    }
    return new Dialect(
        SourceFormat.Kind.CSV,
        delimiter,
        quote,
        escape,
        encoding.name(file, known),
        encoding.note());
  }

  /**
   * UTF-8 when all bytes are; else a charset of single bytes, which no file can tell for sure.
   * UTF-8 with a few broken characters is neither: by another charset all its other ones would be
   * wrong.
   */
  private static final class Encoding {
    private int missing;
    private long characters;
    private long faults;
    private long line = 1;
    private long firstFault;
    private boolean controls;

    void accept(byte[] bytes, int length) {
      for (int i = 0; i < length; i++) {
        accept(bytes[i] & 0xff);
      }
    }

    private void accept(int b) {
      controls |= b >= 0x80 && b < 0xa0;
      boolean continues = b >= 0x80 && b < 0xc0;
      if (missing > 0 && continues) {
        missing--;
        characters += missing == 0 ? 1 : 0;
      } else {
        if (missing > 0 || continues || b == 0xc0 || b == 0xc1 || b > 0xf4) {
          fault();
        }
        missing = b < 0xc2 || b > 0xf4 ? 0 : b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
        line += b == '\n' ? 1 : 0;
      }
    }

    private void fault() {
      if (faults++ == 0) {
        firstFault = line;
      }
    }

    private boolean isUtf8() {
      return faults == 0 && missing == 0;
    }

    String name(SampleFile file, Optional<SourceFormat> known) {
      if (isUtf8()) {
        return "UTF-8";
      }
      Optional<String> other =
          known.map(SourceFormat::encoding).filter(e -> !e.equalsIgnoreCase("UTF-8"));
      if (other.isEmpty() && characters > faults) {
        throw file.refused(
            "it is UTF-8 but for "
                + faults
                + (faults == 1 ? " place" : " places")
                + ", the first at line "
                + firstFault
                + "; mend "
                + (faults == 1 ? "it" : "them"));
      }
      return other.orElse(controls ? "windows-1252" : "ISO-8859-1");
    }

    String note() {
      return isUtf8()
          ? ""
          : "the bytes are not UTF-8; which charset of single bytes they are is a guess";
    }
  }
}
