package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.util.Optional;

/** What ingestion would say of one file before it reads a row of it. Needs no session. */
public final class ByteJudgement {
  private ByteJudgement() {}

  /** Why the file would be refused whole, and where; empty when it would be read. */
  public static Optional<String> refusal(LandedFile file, Contract contract) {
    FileCheck check = BytePass.check(file, FileLayout.of(contract), SourceColumns.of(contract));
    return Optional.ofNullable(check.refusal()).map(reason -> reason + ", " + check.place());
  }
}
