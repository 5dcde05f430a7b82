package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a contract and its transformation must agree on. */
final class Agreement {
  private Agreement() {}

  private static String simple(StructField field) {
    return field.dataType().simpleString();
  }

  /** The columns of the contract in its order; it and the transformation must agree on them. */
  static Dataset<Row> of(Contract contract, Dataset<Row> rows) {
    StructType expected = contract.schema();
    StructType actual = rows.schema();
    for (StructField field : expected.fields()) {
      boolean there = List.of(actual.fieldNames()).contains(field.name());
      if (!there || !actual.apply(field.name()).dataType().sameType(field.dataType())) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot stage "
                + contract.id()
                + ": its transformation gives "
                + (there
                    ? "column " + field.name() + " as " + simple(actual.apply(field.name()))
                    : "no column " + field.name())
                + ", its contract says "
                + simple(field)
                + "; correct the one that is wrong");
      }
    }
    if (actual.length() != expected.length()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot stage "
              + contract.id()
              + ": its transformation gives "
              + actual.length()
              + " columns, its contract has "
              + expected.length()
              + "; correct the one that is wrong");
    }
    return rows.select(
        contract.columns().stream()
            .map(Column::name)
            .map(org.apache.spark.sql.functions::col)
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
