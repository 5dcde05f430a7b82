package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first bytes of a sample that is text, to tell its format from. */
public final class SampleText {
  /** The mark of UTF-8, byte by byte. */
  private static final String MARK = "\u00EF\u00BB\u00BF";

  private final SampleFile file;
  private final byte[] head;
  private final String text;

  /**
   * Looks at a file.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONTRACT when it is no text of records
   */
  public SampleText(SampleFile file) {
    this.file = file;
    this.head = file.head();
    refuseOthers();
    String all = new String(head, StandardCharsets.ISO_8859_1);
    this.text = all.startsWith(MARK) ? all.substring(MARK.length()) : all;
    if (text.isBlank()) {
      throw file.refused("it holds blank lines only");
    }
  }

  public byte[] head() {
    return head;
  }

  /** Every byte as a character, without the mark of UTF-8. */
  public String text() {
    return text;
  }

  /** The first character that is no blank. */
  public char first() {
    return text.stripLeading().charAt(0);
  }

  private void refuseOthers() {
    if (head.length == 0) {
      throw file.refused("it is empty");
    }
    if (startsWith(0x1f, 0x8b)) {
      throw file.refused("it is gzip, but its name does not end in .gz");
    }
    if (startsWith('P', 'A', 'R', '1')) {
      throw file.refused("it is Parquet; files are csv or json");
    }
    if (startsWith('P', 'K', 3, 4)) {
      throw file.refused("it is a zip archive or a workbook; files are csv or json, plain or gzip");
    }
    if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
      throw file.refused("it is encoded in UTF-16; write it in UTF-8");
    }
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        throw file.refused(
            isEveryOther()
                ? "every other byte is NUL: it seems to be UTF-16; write it in UTF-8"
                : "byte " + i + " is NUL: it is not text");
      }
    }
  }

  /** Text of ASCII in UTF-16 has a NUL in every other byte. */
  private boolean isEveryOther() {
    int looked = Math.min(head.length, 1 << 9) / 2 * 2;
    int[] nuls = new int[2];
    for (int i = 0; i < looked; i++) {
      nuls[i % 2] += head[i] == 0 ? 1 : 0;
    }
    return 5 * Math.max(nuls[0], nuls[1]) >= looked && 10 * Math.min(nuls[0], nuls[1]) < looked;
  }

  private boolean startsWith(int... bytes) {
    byte[] wanted = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      wanted[i] = (byte) bytes[i];
    }
    return head.length >= bytes.length
        && Arrays.equals(head, 0, bytes.length, wanted, 0, bytes.length);
  }
}
