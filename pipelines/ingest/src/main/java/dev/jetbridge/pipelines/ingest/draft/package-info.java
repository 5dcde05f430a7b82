/**
 * Infers what a contract could say from a sample file: a draft for somebody to read, or the changes
 * that a drifted file asks of a contract. Its format reads the file, as a stream in bounded memory,
 * and fills the profile of its columns. Needs no session, knows no format, and never repeats a
 * value of a person.
 */
package dev.jetbridge.pipelines.ingest.draft;
