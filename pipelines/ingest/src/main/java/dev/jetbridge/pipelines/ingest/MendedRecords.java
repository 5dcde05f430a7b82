package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Records that somebody mended, kept in landing beside the files they belong to. */
public final class MendedRecords {
  /** When it was mended. */
  public static final String MENDED_AT = "mended_at";

  /** The texts of a record by column of the source. */
  public static final String VALUES = "values";

  private static final StructType SCHEMA =
      new StructType()
          .add(QuarantineColumns.FILE_HASH.name(), DataTypes.StringType)
          .add(QuarantineColumns.RECORD_NUMBER.name(), DataTypes.LongType)
          .add(MENDED_AT, DataTypes.TimestampType)
          .add(VALUES, DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));

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
    Column[] key = Field.columns(QuarantineColumns.FILE_HASH, QuarantineColumns.RECORD_NUMBER);
    return Optional.of(
        spark
            .read()
            .schema(SCHEMA)
            .json(files.toArray(String[]::new))
            .withColumn(
                "_version",
                row_number()
                    .over(
                        Window.partitionBy(key)
                            .orderBy(col(MENDED_AT).desc(), col(VALUES).cast("string"))))
            .filter(col("_version").equalTo(1))
            .drop(MENDED_AT, "_version"));
  }
}
