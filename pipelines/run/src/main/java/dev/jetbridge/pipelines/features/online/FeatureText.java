package dev.jetbridge.pipelines.features.online;

import java.math.BigDecimal;

/** A feature as PutRecord takes it: every value is text. */
final class FeatureText {
  private FeatureText() {}

  /** Integral in digits, Fractional in digits and a point, without an exponent. */
  static String of(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? new BigDecimal(number.toString()).toPlainString()
        : value.toString();
  }
}
