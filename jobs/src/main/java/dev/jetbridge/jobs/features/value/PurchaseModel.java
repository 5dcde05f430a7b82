package dev.jetbridge.jobs.features.value;

import java.io.Serializable;
import org.apache.spark.sql.Column;

/**
 * How customers go on buying. The expected purchases of a customer are the product of two factors:
 * the probability of being active, and what an active customer is expected to buy; only the first
 * depends on when the last purchase was.
 */
sealed interface PurchaseModel extends Serializable permits BgNbd, PooledRate {
  /** The probability that the customer is active at the as-of instant. */
  Column probabilityAlive(Column x, Column lastDays, Column observedDays);

  /** The repeat purchases to expect within that many weeks from a customer who is active now. */
  double whileActive(int x, int observedDays, double weeks);
}
