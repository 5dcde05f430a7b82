/**
 * Purchases of customers, whoever sold to them: counted for the fits, forecast, and compared with
 * what happened. {@code value fit} and the products run the same code.
 */
package dev.jetbridge.jobs.features.value.transactions;
