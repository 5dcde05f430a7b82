package dev.jetbridge.jobs;

/**
 * The transformation of one product: a pure function of its inputs and its context. It starts no
 * session, reads no clock and writes nothing; the runner stages, audits and publishes what it
 * returns. Its parameters come from the product's contract.
 */
@FunctionalInterface
public interface Job {
  /** The rows of the product, with the columns of its contract in any order, and fitted models. */
  Outputs run(Inputs inputs, RunContext run);
}
