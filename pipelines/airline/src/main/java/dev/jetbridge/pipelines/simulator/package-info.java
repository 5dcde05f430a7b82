/**
 * The sample airline: a seeded simulation that writes what each source system would send, with its
 * faults, and apart from it the truth. It knows the contracts of the sources and nothing of
 * ingestion.
 */
package dev.jetbridge.pipelines.simulator;
