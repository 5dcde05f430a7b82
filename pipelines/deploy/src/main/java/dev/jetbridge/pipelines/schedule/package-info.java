/**
 * How products run by themselves: the run graph of the contracts as a workflow of AWS Glue or a
 * state machine of Step Functions. What a product needs and when is derived from the contracts;
 * this package knows no product.
 */
package dev.jetbridge.pipelines.schedule;
