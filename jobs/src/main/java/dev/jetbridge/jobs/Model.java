package dev.jetbridge.jobs;

/**
 * A fitted model, kept as a row of operations.models so that a score can be traced to it.
 *
 * @param id digest of kind, parameters and what they were fitted on: the same fit has the same id
 * @param kind the method, such as bg-nbd
 * @param parameters the fitted values as a JSON object with sorted keys
 * @param provenance what it was fitted on and how well, as a JSON object: rows, rounds, likelihood
 * @param note why its scores are not to be taken for those of an ordinary fit; empty for one
 */
public record Model(String id, String kind, String parameters, String provenance, String note) {}
