package dev.jetbridge.jobs.features.value.spend;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/** Every purchase is worth the mean of all: for customers too few to tell them apart. */
public record PooledMean(double value) implements ValueModel {
  @Override
  public Column expectedMeanValue(Column repeats, Column repeatValue) {
    return lit(value);
  }
}
