package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the byte pass found in a file.
 *
 * @param records data records: header, trailer and blank lines do not count
 * @param header the names of its columns by place, as the contract has them, empty for none; of
 *     records that name their fields only those that are captured
 * @param written the names as the header has them; empty without one
 * @param unlikeSpark whether a reader of Spark's own sees other records than there are, as where a
 *     quoted field of CSV holds a line break
 * @param longest bytes of its longest record
 * @param refusal why the file is refused whole; null when it is not
 * @param place where, such as line 17; null when it is not refused
 * @param warning how it differs from its contract though it is read; null when it does not
 * @param content SHA-256 of what is in the file once it is inflated; null for a plain file, and
 *     where nobody needs it
 * @param cuts where it may be divided, in their order; none where it may not
 */
public record FileCheck(
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
  public record Cut(long offset, long records) implements Serializable {
    public static final Cut START = new Cut(0, 0);
  }

  /**
   * A part of a file, which one task reads.
   *
   * @param from where it begins
   * @param records how many data records of the file are before its end
   */
  public record Piece(FileCheck file, Cut from, long records) implements Serializable {}

  /**
   * The columns of a file, see {@link FileCheck#header} and {@link FileCheck#written}.
   *
   * @param written as they are called in it; empty where they have no names
   */
  public record Columns(List<String> names, List<String> written) {
    public static final Columns NONE = new Columns(List.of(), List.of());
  }

  /** A file that may be read. */
  public static FileCheck passed(
      LandedFile file,
      long records,
      Columns columns,
      boolean unlikeSpark,
      long longest,
      List<String> warnings,
      List<Cut> cuts) {
    String warning = warnings.isEmpty() ? null : shortened(String.join("; ", warnings));
    // Behind the last record is nothing, or the trailer; what is compressed can be read from its
    // beginning only.
    List<Cut> within =
        file.isGzip() ? List.of() : cuts.stream().filter(cut -> cut.records() < records).toList();
    return new FileCheck(
        file,
        records,
        columns.names(),
        columns.written(),
        unlikeSpark,
        longest,
        null,
        null,
        warning,
        null,
        within);
  }

  /** A reason may list what a file has too much of; the table of files gets the beginning. */
  public static FileCheck refused(LandedFile file, String reason, String place) {
    return new FileCheck(
        file, 0, List.of(), List.of(), false, 0, shortened(reason), place, null, null, List.of());
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + " …";
  }

  /** The same with the hash of what is in the file. */
  public FileCheck holding(String hash) {
    return new FileCheck(
        file, records, header, written, unlikeSpark, longest, refusal, place, warning, hash, cuts);
  }

  /** The same with one more thing to warn of. */
  public FileCheck warned(String more) {
    String all = warning == null ? more : shortened(warning + "; " + more);
    return new FileCheck(
        file, records, header, written, unlikeSpark, longest, refusal, place, all, content, cuts);
  }

  /** Its parts in their order; itself as a whole when it is not divided. */
  public List<Piece> pieces() {
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
  public String contentHash() {
    return content == null ? file.hash() : content;
  }

  public boolean refused() {
    return refusal != null;
  }
}
