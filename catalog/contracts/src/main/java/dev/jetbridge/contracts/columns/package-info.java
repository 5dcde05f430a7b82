/** One holder of column names a product, checked against its contract by a test. */
package dev.jetbridge.contracts.columns;
