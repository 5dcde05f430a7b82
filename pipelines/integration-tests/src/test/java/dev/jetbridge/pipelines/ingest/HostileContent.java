package dev.jetbridge.pipelines.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * What hostile files are made of. Every value that nobody may read in a message has SECRET in it.
 */
final class HostileContent {
  static final String HEADER = "id,name,amount,rate,born,seen\n";

  /**
   * Texts that are data here and an order elsewhere: to a spreadsheet, a page, a log, a terminal.
   */
  static final List<String> TEXTS =
      List.of(
          "=cmd|'/c calc'!A1",
          "+1+1",
          "-2+3",
          "@SUM(1;1)",
          "=HYPERLINK(\"http://SECRET\")",
          "<script>alert('SECRET')</script>",
          "${jndi:ldap://SECRET/x}",
          "'; DROP TABLE SECRET; --",
          "\u001B[2J\u001B]0;SECRET\u0007",
          "../../SECRET",
          "\u202Egnp.TERCES",
          "\u0430dmin",
          "%s%n%SECRET",
          "{}",
          "NULL",
          "\uD83D\uDE00");

  static final List<String> NAMES =
      List.of(
          "two\nlines.csv",
          "carriage\rreturn.csv",
          "quotes\"'`.csv",
          "../../escape.csv",
          "/etc/absolute.csv",
          "..\\windows.csv",
          "_underscore.csv",
          ".hidden.csv",
          "tr\u0430iling \u202Evsc.csv",
          "per%2Fcent%00.csv",
          "glob*[a]{b}?.csv",
          "#fragment?query&x=<b>.csv",
          "\u001B[31mred.csv",
          "spaces and tabs\t.csv ",
          "compressed.bz2",
          "compressed.csv.snappy",
          "compressed.deflate",
          "upper.CSV.GZ",
          "no-ending",
          "emoji\uD83D\uDE00.csv",
          "x".repeat(251) + ".csv",
          "long." + "y".repeat(250));

  private HostileContent() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(String text) throws IOException {
    return gzip(bytes(text));
  }

  static byte[] gzip(byte[] content) throws IOException {
    return zipped(() -> new ByteArrayInputStream(content));
  }

  static byte[] zipped(Supplier<InputStream> content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = content.get();
        GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      in.transferTo(out);
    }
    return bytes.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** A beginning and then a text again and again, without holding them. */
  static Supplier<InputStream> repeated(String beginning, String text, long length) {
    byte[] first = bytes(beginning);
    byte[] again = bytes(text.repeat(1 + (1 << 16) / text.length()));
    return () ->
        new InputStream() {
          private long left = length;

          @Override
          public int read() {
            throw new UncheckedIOException(new IOException("read by the buffer only"));
          }

          @Override
          public int read(byte[] bytes, int from, int count) {
            if (left == 0) {
              return -1;
            }
            byte[] part = left == length ? first : again;
            int read = (int) Math.min(left, Math.min(count, part.length));
            System.arraycopy(part, 0, bytes, from, read);
            left -= read;
            return read;
          }
        };
  }
}
