/**
 * What a format of files is to the rest: it judges the bytes of a file, counts and reads its
 * records, tells where each stands, and reads samples that contracts are drafted from. Each format
 * has a package of its own below; what formats of text share is in {@code text}.
 */
package dev.jetbridge.pipelines.ingest.format;
