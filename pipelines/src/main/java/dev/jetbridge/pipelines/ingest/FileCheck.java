package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.Serializable;
import java.util.List;

/**
 * What the byte pass found in a file.
 *
 * @param records data records: header, trailer and blank lines do not count
 * @param header the names of its columns by place, as the contract has them, empty for none; for
 *     JSON the fields beyond the contract that are captured
 * @param written the names as the header has them; empty without one
 * @param odd whether Spark's own reader of CSV sees other records than there are: a quoted field
 *     holds a line break, text stands behind one, a record is of tabs or control characters only,
 *     lines are to be skipped
 * @param longest bytes of its longest record
 * @param refusal why the file is refused whole; null when it is not
 * @param place where, such as line 17; null when it is not refused
 * @param warning how it differs from its contract though it is read; null when it does not
 * @param content SHA-256 of what is in the file once it is inflated; null for a plain file, and
 *     where nobody needs it
 */
record FileCheck(
    LandedFile file,
    long records,
    List<String> header,
    List<String> written,
    boolean odd,
    long longest,
    String refusal,
    String place,
    String warning,
    String content)
    implements Serializable {
  private static final int LONGEST_REASON = 1_000;

  static FileCheck passed(
      LandedFile file,
      long records,
      List<String> header,
      List<String> written,
      ByteScan scan,
      List<String> warnings) {
    String warning = warnings.isEmpty() ? null : shortened(String.join("; ", warnings));
    return new FileCheck(
        file, records, header, written, scan.odd(), scan.longest(), null, null, warning, null);
  }

  /** A reason may list what a file has too much of; the table of files gets the beginning. */
  static FileCheck refused(LandedFile file, String reason, String place) {
    return new FileCheck(
        file, 0, List.of(), List.of(), false, 0, shortened(reason), place, null, null);
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + " …";
  }

  /** The same with the hash of what is in the file. */
  FileCheck holding(String hash) {
    return new FileCheck(
        file, records, header, written, odd, longest, refusal, place, warning, hash);
  }

  /** The same with one more thing to warn of. */
  FileCheck warned(String more) {
    String all = warning == null ? more : shortened(warning + "; " + more);
    return new FileCheck(
        file, records, header, written, odd, longest, refusal, place, all, content);
  }

  /** What tells its content from any other, whatever its compression. */
  String contentHash() {
    return content == null ? file.hash() : content;
  }

  boolean refused() {
    return refusal != null;
  }
}
