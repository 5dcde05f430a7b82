package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.contracts.ProductId;

/**
 * What an online store would be sent, in records.
 *
 * @param put new records, later ones, and those that would expire otherwise
 * @param replaced records that are deleted first, since the store has one as late
 * @param deleted records of whom the product says nothing any more
 * @param unchanged records that are not sent
 */
public record OnlinePlan(
    ProductId product, String featureGroup, long put, long replaced, long deleted, long unchanged) {
  long calls() {
    return put + replaced + deleted;
  }
}
