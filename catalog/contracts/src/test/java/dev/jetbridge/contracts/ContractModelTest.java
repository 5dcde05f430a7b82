package dev.jetbridge.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.mesh.ContractLoader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ContractModelTest {
  private final Contract source = Sample.source();
  private final Contract aggregate = Sample.aggregate();

  @Test
  void readsTypesFromLogicalTypeFormatAndPhysicalType() {
    assertThat(source.schema().simpleString())
        .isEqualTo(
            "struct<sale_id:string,line:int,article:string,quantity:bigint,price:decimal(10,2),"
                + "weight:float,gift:boolean,best_before:date,sold_at:timestamp,action:string>");
  }

  @Test
  void keyColumnsAreRequiredInKeyOrder() {
    assertThat(source.key()).extracting(Column::name).containsExactly("sale_id", "line");
    assertThat(source.column("line").required()).isTrue();
    assertThat(aggregate.key()).extracting(Column::name).containsExactly("article", "sold_on");
  }

  @Test
  void readsConstraintsWithTheRangeOfTheFormat() {
    assertThat(source.column("line").constraints().minimum()).contains("1");
    assertThat(source.column("line").constraints().maximum()).contains("65535");
    assertThat(source.column("price").constraints().exclusiveMinimum()).contains("0");
    assertThat(source.column("price").constraints().maximum()).contains("99999.5");
    assertThat(source.column("best_before").constraints().minimum()).contains("2020-01-01");
    assertThat(source.column("sale_id").constraints())
        .returns(Optional.of("^S[0-9]+$"), Constraints::pattern)
        .returns(Optional.of(2), Constraints::minLength)
        .returns(Optional.of(12), Constraints::maxLength);
    assertThat(source.column("article").constraints().validValues()).containsExactly("A", "B", "C");
  }

  @Test
  void aCountryIsNoBooleanAndADateIsNoTimestamp() {
    String yaml = Sample.SOURCE.replace("[A, B, C]", "[NO, on, 2020-01-01, 'true']");

    assertThat(ContractLoader.parse(yaml, "x").column("article").constraints().validValues())
        .containsExactly("NO", "on", "2020-01-01", "true");
  }

  @Test
  void aFormatIsThePatternOfDatesAndTimesOnly() {
    assertThat(source.column("best_before").format()).contains("dd/MM/yyyy");
    assertThat(source.column("sale_id").format()).isEmpty();
    assertThat(source.column("line").format()).isEmpty();
  }

  @Test
  void readsHowFilesLook() {
    assertThat(source.source())
        .contains(
            new SourceFormat(
                "tills",
                "sftp://files.example/shop/till_sales_*.csv",
                "till_sales_*.csv",
                "csv",
                "ISO-8859-1",
                HeaderNames.EXACT,
                SourceFormat.Companions.NONE,
                SourceFormat.Drift.REFUSED,
                SourceFormat.Anomalies.DEFAULT,
                SourceFormat.FileVersions.REFUSE,
                Map.of(
                    "delimiter",
                    ";",
                    "quote",
                    "'",
                    "escape",
                    "\\",
                    "trailer",
                    Map.of("marker", "END", "countField", 2))));
    assertThat(source.column("article").sourceName()).isEqualTo("ART");
    assertThat(source.column("gift").sourceName()).isEqualTo("gift");
    assertThat(aggregate.source()).isEmpty();
  }

  @Test
  void readsWhatSendersPutBesideTheirFiles() {
    String yaml =
        Sample.SOURCE.replace(
            "  - {property: encoding",
            "  - {property: controlFile, value: {suffix: .ctl, records: ROW_COUNT, bytes:"
                + " FILE_SIZE, md5: MD5}}\n"
                + "  - {property: checksumFile, value: {suffix: .sha256, algorithm: SHA-256}}\n"
                + "  - {property: encoding");

    assertThat(ContractLoader.parse(yaml, "x").source().orElseThrow().companions())
        .isEqualTo(
            new SourceFormat.Companions(
                Optional.of(
                    new SourceFormat.ControlFile(
                        ".ctl",
                        Optional.of("ROW_COUNT"),
                        Optional.of("FILE_SIZE"),
                        Optional.of("MD5"),
                        Optional.empty())),
                Optional.of(
                    new SourceFormat.ChecksumFile(".sha256", SourceFormat.Algorithm.SHA_256))));
  }

  @Test
  void aLocalServerTakesItsDelimiterAsCustomProperty() {
    String yaml =
        Sample.SOURCE
            .replace("type: sftp", "type: local")
            .replace("location: sftp:/", "path: ")
            .replace("    delimiter: ';'\n", "")
            .replace(
                "    environment: prod",
                "    customProperties: [{property: delimiter, value: \"\\t\"}]");

    SourceFormat format = ContractLoader.parse(yaml, "x").source().orElseThrow();

    assertThat(format.settings()).containsEntry("delimiter", "\t");
    assertThat(format.location()).isEqualTo("/files.example/shop/till_sales_*.csv");
  }

  @Test
  void aSourceWithKeyMergesAndOneWithoutAppends() {
    String keyless =
        Sample.SOURCE
            .replaceAll(" +primaryKey.*\n", "")
            .replaceAll(".*(orderColumn|deleteMarker).*\n", "");

    assertThat(source.change())
        .isEqualTo(
            new Contract.Change(
                WriteMode.MERGE,
                Optional.of("sold_at"),
                Optional.of(new Contract.DeleteMarker("action", "D")),
                false,
                false,
                false));
    assertThat(ContractLoader.parse(keyless, "x").change().writeMode()).isEqualTo(WriteMode.APPEND);
    assertThat(aggregate.change())
        .isEqualTo(
            new Contract.Change(
                WriteMode.OVERWRITE_PARTITIONS,
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                false));
  }

  @Test
  void readsHowLongThingsStay() {
    String yaml =
        Sample.SOURCE
            + "  - {property: maintenance, value: {snapshotsFor: 36 hours, runsAtLeast: 5,"
            + " portVersionsFor: 1 day}}\n";

    assertThat(ContractLoader.parse(yaml, "x").maintenance())
        .isEqualTo(
            new Contract.Maintenance(
                Duration.ofHours(36), 5, Duration.ofDays(7), Duration.ofDays(1)));
    assertThat(source.maintenance()).isEqualTo(Contract.Maintenance.DEFAULT);
  }

  @Test
  void readsHowAProductIsMade() {
    assertThat(aggregate.derivation())
        .isEqualTo(
            new Contract.Derivation(
                List.of(ProductId.parse("shop.till_sales")),
                true,
                Optional.of("shop.articles_sold"),
                Map.of(
                    "days", 7, "share", 0.5, "label", "week", "nested", Map.of("a", List.of(1, 2))),
                Optional.empty(),
                Optional.empty()));
    assertThat(source.derivation()).isEqualTo(Contract.Derivation.NONE);
  }

  @Test
  void readsPartitionsSortOrderRowRulesAndServiceLevels() {
    assertThat(source.partitions())
        .extracting(Column::name, c -> c.partition().orElseThrow().transform())
        .containsExactly(org.assertj.core.groups.Tuple.tuple("sold_at", "months"));
    assertThat(aggregate.column("sold_on").partition())
        .contains(new Column.Partition(1, "identity"));
    assertThat(source.sortOrder()).containsExactly("article", "sold_at");
    assertThat(source.rowRules())
        .containsExactly(new Contract.RowRule("not_given_away", "price > 0 or gift"));
    assertThat(source.serviceLevels()).contains(new Contract.ServiceLevel("retention", "7", "y"));
  }

  @Test
  void readsRulesOfTheTableThenOfTheColumns() {
    assertThat(source.rules())
        .extracting(QualityRule::id)
        .containsExactly(
            "has_rows",
            "one_line_once",
            "mean_quantity",
            "known_articles",
            "article_nullValues",
            "article_missingValues",
            "article_invalidValues",
            "article_duplicateValues");
    assertThat(source.rules().get(1).scope()).isEqualTo(QualityRule.Scope.TABLE);
    assertThat(source.rules().get(2))
        .returns(QualityRule.Severity.WARNING, QualityRule::severity)
        .returns(
            new QualityRule.Sql(
                "select avg(quantity) from {object}",
                new QualityRule.Expectation(
                    QualityRule.Operator.BETWEEN, List.of(BigDecimal.ONE, BigDecimal.valueOf(40)))),
            QualityRule::check);
    assertThat(source.rules().get(3).check())
        .isEqualTo(new QualityRule.Dqdl("Completeness \"article\" > 0.9"));
    assertThat(source.rules().get(4).column()).contains("article");
    assertThat(((QualityRule.Library) source.rules().get(4).check()).unit())
        .isEqualTo(QualityRule.Unit.PERCENT);
  }

  @Test
  void aUniqueColumnIsARuleOfTheWholeTable() {
    String yaml = Sample.SOURCE.replace("unique: false", "unique: true");

    QualityRule rule =
        ContractLoader.parse(yaml, "x").rules().stream()
            .filter(r -> r.id().equals("article_unique"))
            .findFirst()
            .orElseThrow();

    assertThat(rule.scope()).isEqualTo(QualityRule.Scope.TABLE);
    assertThat(((QualityRule.Library) rule.check()).metric())
        .isEqualTo(QualityRule.Metric.DUPLICATE_VALUES);
  }

  @Test
  void commentsAndNullabilityTravelWithTheSchema() {
    assertThat(source.schema().apply("sale_id").getComment().get())
        .isEqualTo("Identifier of the sale.");
    assertThat(source.schema().apply("sale_id").nullable()).isFalse();
    assertThat(source.schema().apply("sold_at").dataType()).isEqualTo(DataTypes.TimestampType);
    assertThat(source.schema().apply("gift").nullable()).isTrue();
  }

  @Test
  void theOwnerIsTheTeamElseTheDomain() {
    assertThat(source.about())
        .isEqualTo(
            new Contract.About(
                "What the tills sold.",
                "Joined by article.",
                "No returns.",
                "shop",
                "One row a sold line.",
                "active"));
    assertThat(aggregate.about().owner()).isEqualTo("shop");
  }

  @Test
  void theDigestFollowsTheText() {
    assertThat(source.digest()).hasSize(64).isEqualTo(Sample.source().digest());
    assertThat(ContractLoader.parse(Sample.SOURCE + "\n", "x").digest())
        .isNotEqualTo(source.digest());
  }

  @Test
  void servesItsPortsAndMetrics() {
    Contract contract =
        ContractLoader.parse(
            Sample.AGGREGATE
                + "  - {property: outputPorts, value: [table, event, parquet, warehouse]}\n"
                + "  - {property: metrics, value: [{name: mean_pieces, expression: 'sum(pieces) /"
                + " count(distinct article)', description: Pieces an article., unit: pieces}]}\n",
            "articles_sold.odcs.yaml");

    assertThat(contract.ports())
        .containsExactly(
            OutputPort.TABLE, OutputPort.EVENT, OutputPort.PARQUET, OutputPort.WAREHOUSE);
    assertThat(contract.metrics())
        .containsExactly(
            new Contract.Metric(
                "mean_pieces",
                "sum(pieces) / count(distinct article)",
                "Pieces an article.",
                "pieces"));
    assertThat(Sample.aggregate().ports()).containsExactly(OutputPort.TABLE);
  }

  @Test
  void readsADataSetOfDataExchange() {
    Contract contract =
        ContractLoader.parse(
            Sample.SOURCE.replaceFirst(
                "type: sftp\\s+location: sftp://\\S+",
                "type: custom\n    serviceName: data-exchange\n    dataset: 4e2c\n"
                    + "    location: 'till_sales_*.csv'"),
            "till_sales.odcs.yaml");

    SourceFormat source = contract.source().orElseThrow();
    assertThat(source.channel()).isEqualTo("data-exchange");
    assertThat(source.location()).isEqualTo("data-exchange://4e2c/till_sales_*.csv");
    assertThat(source.filePattern()).isEqualTo("till_sales_*.csv");
    assertThat(source.folder()).isEqualTo("4e2c");
    assertThat(Sample.source().source().orElseThrow().folder()).isEqualTo("files.example/shop");
  }
}
