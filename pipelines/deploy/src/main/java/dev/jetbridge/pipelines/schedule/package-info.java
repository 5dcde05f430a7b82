/**
 * How products run by themselves: the run graph of the contracts as workflows of AWS Glue or a
 * state machine of Step Functions, which starts jobs of Glue or runs of EMR Serverless. What a
 * product needs and when is derived from the contracts; this package knows no product.
 */
package dev.jetbridge.pipelines.schedule;
