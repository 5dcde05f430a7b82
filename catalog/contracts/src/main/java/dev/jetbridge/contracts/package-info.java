/**
 * What a product is: contracts, their model, checks and differences; contract to Spark schema.
 * Knows no session, no AWS, no engine but Spark's types and SQL analyzer.
 */
package dev.jetbridge.contracts;
