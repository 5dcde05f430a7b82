package dev.jetbridge.pipelines.run;

import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.workspace.CodeVersion;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;

/**
 * What every run of an invocation shares.
 *
 * @param asOf the only clock of transformations
 * @param knownBy by which clock inputs are read as they were known at that instant
 * @param staging where intermediate rows are, on storage that every worker sees
 * @param parallelism products of a wave that run at the same time
 */
public record RunSettings(
    Instant asOf,
    KnownBy knownBy,
    DomainFolders staging,
    Secret pseudonymKey,
    String codeVersion,
    int parallelism) {
  private static final int PARALLELISM = 2;

  /** Those of a run that reads what sources had said. */
  public RunSettings(
      Instant asOf,
      DomainFolders staging,
      Secret pseudonymKey,
      String codeVersion,
      int parallelism) {
    this(asOf, KnownBy.SOURCE, staging, pseudonymKey, codeVersion, parallelism);
  }

  /**
   * Those of a workspace.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when no key for tokens is configured
   */
  public static RunSettings of(Workspace workspace, Instant asOf) {
    return new RunSettings(
        asOf, workspace.staging(), workspace.pseudonymKey(), CodeVersion.current(), PARALLELISM);
  }

  /** The same by another clock. */
  public RunSettings by(KnownBy clock) {
    return new RunSettings(asOf, clock, staging, pseudonymKey, codeVersion, parallelism);
  }
}
