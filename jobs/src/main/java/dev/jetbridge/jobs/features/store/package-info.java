/**
 * The records of a feature store: a product's rows as Feature Store keeps them, which of them are
 * new in its offline store, and what its online store lacks. Knows no catalog and no service.
 */
package dev.jetbridge.jobs.features.store;
