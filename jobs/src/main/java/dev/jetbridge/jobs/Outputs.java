package dev.jetbridge.jobs;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a product and the models that were fitted for them. */
public record Outputs(Dataset<Row> rows, List<Model> models) {
  public Outputs {
    models = List.copyOf(models);
  }

  public static Outputs of(Dataset<Row> rows) {
    return new Outputs(rows, List.of());
  }
}
