/**
 * Infers what a contract could say from a sample file: a draft for somebody to read, or the changes
 * that a drifted file asks of a contract. Reads the file as a stream in bounded memory, needs no
 * session, and never repeats a value of a person.
 */
package dev.jetbridge.contracts.draft;
