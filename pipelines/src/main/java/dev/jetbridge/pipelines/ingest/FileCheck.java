package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the byte pass found in a file.
 *
 * @param records data records: header, trailer and blank lines do not count
 * @param header the names of its columns by place, as the contract has them, empty for none; for
 *     JSON the fields beyond the contract that are captured
 * @param written the names as the header has them; empty without one
 * @param unlikeSpark whether Spark's own reader of CSV sees other records than there are: a quoted
 *     field holds a line break, text stands behind one, a record is of tabs or control characters
 *     only, lines are to be skipped
 * @param longest bytes of its longest record
 * @param refusal why the file is refused whole; null when it is not
 * @param place where, such as line 17; null when it is not refused
 * @param warning how it differs from its contract though it is read; null when it does not
 * @param content SHA-256 of what is in the file once it is inflated; null for a plain file, and
 *     where nobody needs it
 * @param cuts where it may be divided, in their order; none where it may not
 */
record FileCheck(
    LandedFile file,
    long records,
    List<String> header,
    List<String> written,
    boolean unlikeSpark,
    long longest,
    String refusal,
    String place,
    String warning,
    String content,
    List<Cut> cuts)
    implements Serializable {
  private static final int LONGEST_REASON = 1_000;

  /**
   * Where a record has ended and the next one has not begun.
   *
   * @param offset in bytes
   * @param records how many data records are before it
   */
  record Cut(long offset, long records) implements Serializable {
    static final Cut START = new Cut(0, 0);
  }

  /**
   * A part of a file, which one task reads.
   *
   * @param from where it begins
   * @param records how many data records of the file are before its end
   */
  record Piece(FileCheck file, Cut from, long records) implements Serializable {}

  static FileCheck passed(
      LandedFile file,
      long records,
      List<String> header,
      List<String> written,
      ByteScan scan,
      List<String> warnings,
      List<Cut> cuts) {
    String warning = warnings.isEmpty() ? null : shortened(String.join("; ", warnings));
    // Behind the last record is nothing, or the trailer.
    List<Cut> within = cuts.stream().filter(cut -> cut.records() < records).toList();
    return new FileCheck(
        file,
        records,
        header,
        written,
        scan.unlikeSpark(),
        scan.longest(),
        null,
        null,
        warning,
        null,
        within);
  }

  /** A reason may list what a file has too much of; the table of files gets the beginning. */
  static FileCheck refused(LandedFile file, String reason, String place) {
    return new FileCheck(
        file, 0, List.of(), List.of(), false, 0, shortened(reason), place, null, null, List.of());
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + " …";
  }

  /** The same with the hash of what is in the file. */
  FileCheck holding(String hash) {
    return new FileCheck(
        file, records, header, written, unlikeSpark, longest, refusal, place, warning, hash, cuts);
  }

  /** The same with one more thing to warn of. */
  FileCheck warned(String more) {
    String all = warning == null ? more : shortened(warning + "; " + more);
    return new FileCheck(
        file, records, header, written, unlikeSpark, longest, refusal, place, all, content, cuts);
  }

  /** Its parts in their order; itself as a whole when it is not divided. */
  List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    Cut from = Cut.START;
    for (Cut cut : cuts) {
      pieces.add(new Piece(this, from, cut.records()));
      from = cut;
    }
    pieces.add(new Piece(this, from, records));
    return pieces;
  }

  /** What tells its content from any other, whatever its compression. */
  String contentHash() {
    return content == null ? file.hash() : content;
  }

  boolean refused() {
    return refusal != null;
  }
}
