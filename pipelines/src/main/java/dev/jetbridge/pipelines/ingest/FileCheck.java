package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.Serializable;
import java.util.List;

/**
 * What the byte pass found in a file.
 *
 * @param records data records: header, trailer and blank lines do not count
 * @param header the names of its columns in their order; for JSON the fields beyond the contract
 *     that are captured
 * @param odd whether Spark's own reader may see other records than there are: a quoted field holds
 *     a line break, or a line may be something else than one plain JSON object
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
    boolean odd,
    long longest,
    String refusal,
    String place,
    String warning,
    String content)
    implements Serializable {
  private static final int LONGEST_REASON = 1_000;

  static FileCheck passed(
      LandedFile file, long records, List<String> header, ByteScan scan, List<String> warnings) {
    String warning = warnings.isEmpty() ? null : shortened(String.join("; ", warnings));
    return new FileCheck(
        file, records, header, scan.odd(), scan.longest(), null, null, warning, null);
  }

  /** A reason may list what a file has too much of; the table of files gets the beginning. */
  static FileCheck refused(LandedFile file, String reason, String place) {
    return new FileCheck(file, 0, List.of(), false, 0, shortened(reason), place, null, null);
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + " …";
  }

  /** The same with the hash of what is in the file. */
  FileCheck holding(String hash) {
    return new FileCheck(file, records, header, odd, longest, refusal, place, warning, hash);
  }

  /** The same with one more thing to warn of. */
  FileCheck warned(String more) {
    String all = warning == null ? more : shortened(warning + "; " + more);
    return new FileCheck(file, records, header, odd, longest, refusal, place, all, content);
  }

  /** What tells its content from any other, whatever its compression. */
  String contentHash() {
    return content == null ? file.hash() : content;
  }

  boolean refused() {
    return refusal != null;
  }
}
