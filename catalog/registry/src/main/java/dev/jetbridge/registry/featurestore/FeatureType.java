package dev.jetbridge.registry.featurestore;

import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;

/** The types of SageMaker Feature Store, and the type each has in an offline store. */
public enum FeatureType {
  INTEGRAL("Integral"),
  FRACTIONAL("Fractional"),
  STRING("String");

  private final String label;

  FeatureType(String label) {
    this.label = label;
  }

  /**
   * The type of a contract's column. Feature Store knows neither decimals nor booleans nor
   * instants: a decimal becomes Fractional, a boolean Integral 1 or 0 so that models can count with
   * it, a date or an instant a String in ISO 8601.
   */
  static FeatureType of(DataType column) {
    if (column instanceof IntegralType || column instanceof BooleanType) {
      return INTEGRAL;
    }
    return column instanceof DecimalType
            || column instanceof DoubleType
            || column instanceof FloatType
        ? FRACTIONAL
        : STRING;
  }

  /** As the service spells it. */
  public String label() {
    return label;
  }

  /** The type of its column in an offline store. */
  public DataType dataType() {
    return switch (this) {
      case INTEGRAL -> DataTypes.LongType;
      case FRACTIONAL -> DataTypes.DoubleType;
      case STRING -> DataTypes.StringType;
    };
  }
}
