package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.util.Optional;

/** What ingestion would say of one file before it reads a row of it. Needs no session. */
public final class ByteJudgement {
  private ByteJudgement() {}

  /** Why the file would be refused whole, and where; empty when it would be read. */
  public static Optional<String> refusal(LandedFile file, FormatReader format) {
    FileCheck check = BytePass.check(file, format, false);
    return Optional.ofNullable(check.refusal()).map(reason -> reason + ", " + check.place());
  }
}
