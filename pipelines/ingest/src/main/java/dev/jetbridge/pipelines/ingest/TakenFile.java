package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.landing.LandedFile;

/**
 * A file whose records a run that counts has dealt with one by one: its rows are in the table, or
 * in quarantine.
 *
 * @param content SHA-256 of what is in it, which its compression does not change
 * @param records how many it has
 */
public record TakenFile(LandedFile file, String content, long records) {}
