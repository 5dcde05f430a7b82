package dev.jetbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark sees of the tables, in the embedded catalog. */
@ExtendWith(SharedSpark.class)
class TablesInSparkTest {
  @TempDir private static Path home;
  private static SparkSession spark;
  private static Catalog catalog;

  @BeforeAll
  static void open(SparkSession session) {
    spark = session;
    SharedSpark.addCatalog(spark, EmbeddedCatalog.NAME, EmbeddedCatalog.open(home));
    catalog = Spark3Util.loadIcebergCatalog(spark, EmbeddedCatalog.NAME);
  }

  @Test
  void showsCommentsOfTableAndColumns() {
    Contract contract =
        ContractBuilder.source("loyalty.described")
            .likeActivity()
            .partitionedBy("miles", "bucket[4]")
            .build();

    new IcebergTables(catalog).createOrEvolve(contract);

    List<Row> described =
        spark.sql("DESCRIBE TABLE EXTENDED lake.loyalty.described").collectAsList();
    assertThat(described)
        .anyMatch(r -> r.getString(0).equals("miles") && "The miles.".equals(r.getString(2)))
        .anyMatch(
            r ->
                r.getString(0).equals("Comment")
                    && r.getString(1).equals("Miles earned and spent."))
        .anyMatch(r -> r.getString(1).equals("bucket(4, miles)"));
    assertThat(spark.table("lake.loyalty.described").schema().fields())
        .extracting(StructField::name, StructField::dataType)
        .containsExactlyElementsOf(
            List.of(ProvenanceColumns.tableSchema(contract).fields()).stream()
                .map(f -> org.assertj.core.groups.Tuple.tuple(f.name(), f.dataType()))
                .toList());
  }

  @Test
  void keepsIdentifiersOutOfTheMetadata() {
    Contract contract = ContractBuilder.source("loyalty.written").likeActivity().build();
    new IcebergTables(catalog).createOrEvolve(contract);

    write(contract, row("SK000000001", 500));

    Row metrics =
        spark
            .sql(
                "SELECT readable_metrics.member_number, readable_metrics.miles,"
                    + " readable_metrics.changed_in FROM lake.loyalty.written.files")
            .head();
    assertThat(metrics.getStruct(0).<Object>getAs("lower_bound")).isNull();
    assertThat(metrics.getStruct(0).<Object>getAs("upper_bound")).isNull();
    assertThat(metrics.getStruct(0).<Object>getAs("value_count")).isNull();
    assertThat(metrics.getStruct(1).<Integer>getAs("lower_bound")).isEqualTo(500);
    assertThat(metrics.getStruct(2).<Long>getAs("upper_bound")).isEqualTo(7L);
  }

  @Test
  void mergesIntoTableByDeletesAndReadsOldRowsAfterEvolution() {
    Contract before = ContractBuilder.source("loyalty.evolving").likeActivity().build();
    IcebergTables tables = new IcebergTables(catalog);
    tables.createOrEvolve(before);
    write(before, row("SK000000001", 500), row("SK000000002", 20));
    Contract after =
        ContractBuilder.source("loyalty.evolving")
            .likeActivity()
            .typed("miles", org.apache.spark.sql.types.DataTypes.LongType)
            .optional("cabin", org.apache.spark.sql.types.DataTypes.StringType)
            .build();
    tables.createOrEvolve(after);

    spark.sql(
        "MERGE INTO lake.loyalty.evolving t USING (SELECT 'SK000000002' AS k) s ON t.member_number"
            + " = s.k WHEN MATCHED THEN UPDATE SET miles = 30000000000, cabin = 'J', changed_in ="
            + " 8");

    assertThat(
            spark
                .sql(
                    "SELECT member_number, miles, cabin, changed_in FROM lake.loyalty.evolving"
                        + " ORDER BY 1")
                .collectAsList())
        .containsExactly(
            RowFactory.create("SK000000001", 500L, null, 7L),
            RowFactory.create("SK000000002", 30000000000L, "J", 8L));
    assertThat(spark.sql("SELECT 1 FROM lake.loyalty.evolving.delete_files").count()).isEqualTo(1);
  }

  @Test
  void createsEveryBundledProductAndFindsNothingToDoAfterwards() {
    Collection<Contract> contracts = ContractLoader.bundled().all();
    IcebergTables tables = new IcebergTables(catalog);

    Map<Contract, Table> created =
        contracts.stream()
            .collect(java.util.stream.Collectors.toMap(c -> c, tables::createOrEvolve));

    assertThat(created).isNotEmpty();
    created.forEach(
        (contract, table) -> {
          assertThat(tables.plan(TableDefinition.of(contract))).as("%s", contract.id()).isEmpty();
          assertThat(table.schema().identifierFieldNames())
              .containsExactlyInAnyOrderElementsOf(
                  contract.key().stream().map(Column::name).toList());
          assertThat(spark.table("lake." + contract.id()).schema().fieldNames())
              .isEqualTo(ProvenanceColumns.tableSchema(contract).fieldNames());
        });
  }

  private static Row row(String member, int miles) {
    return RowFactory.create(
        member, Timestamp.from(Instant.parse("2025-03-01T10:00:00Z")), "DXB", miles, "ab12", 7L);
  }

  private static void write(Contract contract, Row... rows) {
    try {
      spark
          .createDataFrame(List.of(rows), ProvenanceColumns.tableSchema(contract))
          .coalesce(1)
          .writeTo("lake." + contract.id())
          .append();
    } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
      throw new IllegalStateException(e);
    }
  }
}
