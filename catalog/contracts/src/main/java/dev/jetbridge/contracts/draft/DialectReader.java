package dev.jetbridge.contracts.draft;

import dev.jetbridge.contracts.SourceFormat;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
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
          SourceFormat.Kind.JSON, ',', '"', '"', encoding.name(known), encoding.note());
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
        SourceFormat.Kind.CSV, delimiter, quote, escape, encoding.name(known), encoding.note());
  }

  /** UTF-8 when all bytes are; else a charset of single bytes, which no file can tell for sure. */
  private static final class Encoding {
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer out = CharBuffer.allocate(1 << 17);
    private byte[] rest = new byte[0];
    private boolean utf8 = true;
    private boolean controls;

    void accept(byte[] bytes, int length) {
      for (int i = 0; i < length; i++) {
        int b = bytes[i] & 0xff;
        controls |= b >= 0x80 && b < 0xa0;
      }
      if (!utf8) {
        return;
      }
      ByteBuffer in = ByteBuffer.allocate(rest.length + length);
      in.put(rest).put(bytes, 0, length).flip();
      out.clear();
      utf8 = !decoder.decode(in, out, false).isError();
      rest = new byte[in.remaining()];
      in.get(rest);
    }

    private boolean isUtf8() {
      return utf8 && rest.length == 0;
    }

    String name(Optional<SourceFormat> known) {
      if (isUtf8()) {
        return "UTF-8";
      }
      return known
          .map(SourceFormat::encoding)
          .filter(e -> !e.equalsIgnoreCase("UTF-8"))
          .orElse(controls ? "windows-1252" : "ISO-8859-1");
    }

    String note() {
      return isUtf8()
          ? ""
          : "the bytes are not UTF-8; which charset of single bytes they are is a guess";
    }
  }
}
