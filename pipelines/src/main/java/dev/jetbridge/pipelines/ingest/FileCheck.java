package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.Serializable;
import java.util.List;

/**
 * What the byte pass found in a file.
 *
 * @param records data records: header, trailer and blank lines do not count
 * @param header the names of its columns in their order; empty for JSON
 * @param multiline whether a quoted field holds a line break
 * @param refusal why the file is refused whole; null when it is not
 * @param place where, such as line 17; null when it is not refused
 */
record FileCheck(
    LandedFile file,
    long records,
    List<String> header,
    boolean multiline,
    String refusal,
    String place)
    implements Serializable {
  boolean refused() {
    return refusal != null;
  }
}
