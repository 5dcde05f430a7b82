package dev.jetbridge.pipelines.run;

import dev.jetbridge.jobs.Secret;
import java.time.Instant;

/**
 * What every run of an invocation shares.
 *
 * @param asOf the only clock of transformations
 * @param staging where intermediate rows are, on storage that every worker sees
 * @param parallelism products of a wave that run at the same time
 */
public record RunSettings(
    Instant asOf, String staging, Secret pseudonymKey, String codeVersion, int parallelism) {}
