package dev.jetbridge.pipelines.run;

import java.time.Instant;

/**
 * What every run of an invocation shares.
 *
 * @param asOf the only clock of transformations
 * @param staging where intermediate rows are, on storage that every worker sees
 * @param parallelism products of a wave that run at the same time
 */
public record RunSettings(
    Instant asOf, String staging, String pseudonymKey, String codeVersion, int parallelism) {
  @Override
  public String toString() {
    return "RunSettings[asOf=" + asOf + ", codeVersion=" + codeVersion + "]";
  }
}
