package dev.jetbridge.quality;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The one session of the module's tests. */
public abstract class SparkTest {
  public static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[2]")
          .appName("quality-tests")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          // Adaptive execution makes one partition of few rows, and plans each query anew for it.
          .config("spark.sql.adaptive.enabled", "false")
          .config("spark.sql.shuffle.partitions", "1")
          // Code made for each query takes longer to compile than few rows to run.
          .config("spark.sql.codegen.wholeStage", "false")
          .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
          .config("spark.sql.ui.explainMode", "simple")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.sql.ansi.enabled", "false")
          .config("spark.sql.warehouse.dir", "target/spark-warehouse")
          .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
          .config(
              "spark.sql.catalog.lake.catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog")
          .config("spark.sql.catalog.lake.warehouse", "target/lake")
          .getOrCreate();

  static {
    SPARK.sparkContext().setLogLevel("ERROR");
  }

  public static Dataset<Row> rows(String ddl, Row... rows) {
    return SPARK.createDataFrame(List.of(rows), StructType.fromDDL(ddl));
  }

  public static Row row(Object... values) {
    return RowFactory.create(values);
  }

  /** Rows of one text column; null allowed. */
  public static Dataset<Row> texts(String column, String... values) {
    return SPARK.createDataFrame(
        Arrays.stream(values).map(v -> RowFactory.create((Object) v)).toList(),
        new StructType().add(column, "string"));
  }
}
