/**
 * The records of an offline feature store: a product's rows as Feature Store keeps them, and which
 * of them are new. Knows no catalog and no service.
 */
package dev.jetbridge.jobs.features.store;
