package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.pipelines.landing.LandedFile;
import java.io.IOException;
import java.io.InputStream;

/** Judges one file before any row of it is read: is given its bytes once, inflated. */
public interface FileJudge {
  /**
   * Reads to the end.
   *
   * @param buffer to read with, as large as the file is worth
   * @throws FileFault when the file may not be read
   */
  void read(InputStream bytes, byte[] buffer) throws IOException, FileFault;

  /**
   * What was found in it, once it was read.
   *
   * @throws FileFault when the file may not be read
   */
  FileCheck check(LandedFile file) throws FileFault;

  /** What lies behind a fault that ended the reading; the fault itself when nothing does. */
  default FileFault cause(FileFault fault) {
    return fault;
  }
}
