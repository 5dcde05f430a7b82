package dev.jetbridge.jobs.features.value.spend;

import org.apache.spark.sql.Column;

/** What a purchase of a customer is expected to be worth. */
public sealed interface ValueModel permits GammaGamma, PooledMean {
  /** From the repeat purchases and their net value together, base currency. */
  Column expectedMeanValue(Column repeats, Column repeatValue);
}
