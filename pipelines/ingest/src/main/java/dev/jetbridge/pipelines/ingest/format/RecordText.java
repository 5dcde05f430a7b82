package dev.jetbridge.pipelines.ingest.format;

/**
 * A record as it came.
 *
 * @param file the hash of its file
 * @param number from 1
 * @param offset where it begins, in bytes
 * @param broken whether it goes on behind what should have ended it, such as a closing quote
 */
public record RecordText(String file, long number, long offset, String text, boolean broken) {}
