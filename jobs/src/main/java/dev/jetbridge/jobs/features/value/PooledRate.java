package dev.jetbridge.jobs.features.value;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * Every customer buys at the same rate for ever: the Poisson process in which BG/NBD ends when
 * neither rates nor drop-out differ. It speaks for customers of whom too little has been seen to
 * tell these apart; its rate is repeat purchases over weeks observed, its maximum-likelihood value.
 */
record PooledRate(double purchasesAWeek) implements PurchaseModel {
  @Override
  public Column probabilityAlive(Column x, Column lastDays, Column observedDays) {
    return lit(1.0);
  }

  @Override
  public double whileActive(int x, int observedDays, double weeks) {
    return purchasesAWeek * weeks;
  }
}
