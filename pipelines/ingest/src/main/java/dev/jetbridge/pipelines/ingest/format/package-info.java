/**
 * What a format of files is to the rest: it judges the bytes of a file, counts and reads its
 * records, and tells where each stands. Each format has a package of its own below; what formats of
 * text share is in {@code text}.
 */
package dev.jetbridge.pipelines.ingest.format;
