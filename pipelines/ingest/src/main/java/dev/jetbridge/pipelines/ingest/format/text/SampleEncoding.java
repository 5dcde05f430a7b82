package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import java.util.Optional;

/**
 * The encoding of a sample: UTF-8 when all bytes are; else a charset of single bytes, which no file
 * can tell for sure. UTF-8 with a few broken characters is neither: by another charset all its
 * other ones would be wrong.
 */
public final class SampleEncoding {
  private int missing;
  private long characters;
  private long faults;
  private long line = 1;
  private long firstFault;
  private boolean controls;

  /** Takes the next bytes. */
  public void accept(byte[] bytes, int length) {
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

  /**
   * Its name.
   *
   * @param known what the contract of the file says
   * @throws dev.jetbridge.contracts.JetbridgeException CONTRACT when it is UTF-8 except at some
   *     places
   */
  public String name(SampleFile file, Optional<SourceFormat> known) {
    if (isUtf8()) {
      return "UTF-8";
    }
    Optional<String> other =
        known.map(SourceFormat::encoding).filter(e -> !e.equalsIgnoreCase("UTF-8"));
    if (other.isEmpty() && characters > faults) {
      throw file.refused(
          "it is UTF-8 except at "
              + faults
              + (faults == 1 ? " place" : " places")
              + ", the first at line "
              + firstFault
              + "; correct "
              + (faults == 1 ? "it" : "them"));
    }
    return other.orElse(controls ? "windows-1252" : "ISO-8859-1");
  }

  /** Why it is that; empty for UTF-8. */
  public String note() {
    return isUtf8()
        ? ""
        : "the bytes are not UTF-8; which charset of single bytes they are is a guess";
  }
}
