package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.landing.Landing;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** Records that somebody mended, kept in landing beside the files they belong to. */
public final class MendedRecords {
  private static final String SCHEMA =
      "file_hash STRING, record_number BIGINT, mended_at TIMESTAMP, values MAP<STRING, STRING>";

  private MendedRecords() {}

  /**
   * The newest version of each mended record of a product: file_hash, record_number, values; empty
   * when there is none.
   */
  public static Optional<Dataset<Row>> read(
      SparkSession spark, Landing landing, ProductId product) {
    List<String> files = landing.mended(product);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        spark
            .read()
            .schema(SCHEMA)
            .json(files.toArray(String[]::new))
            .withColumn(
                "_version",
                row_number()
                    .over(
                        Window.partitionBy("file_hash", "record_number")
                            .orderBy(col("mended_at").desc(), col("values").cast("string"))))
            .filter(col("_version").equalTo(1))
            .select("file_hash", "record_number", "values"));
  }
}
