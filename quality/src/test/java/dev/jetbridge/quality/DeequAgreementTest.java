package dev.jetbridge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.amazon.deequ.dqdl.EvaluateDataQuality;
import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.quality.observation.ObservedMetrics;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import dev.jetbridge.quality.rules.CompiledRule;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.immutable.Map$;
import software.amazon.glue.dqdl.parser.DQDLParser;

/** For every rule kind, verdict and value are those of Deequ's own evaluation of the same text. */
class DeequAgreementTest extends SparkTest {
  private static final String DDL =
      "id int, name string, code string, price decimal(12,2), weight double, day date,"
          + " at timestamp, flag boolean, blank string, nothing double";

  private static final List<String> RULES =
      List.of(
          "RowCount = 8",
          "RowCount between 8 and 10",
          "RowCount > 3 where \"price > 1\"",
          "RowCount = 0 where \"name is not null and not (name rlike '^[a-z]+$')\"",
          "ColumnCount = 10",
          "ColumnExists \"price\"",
          "ColumnExists \"absent\"",
          "IsComplete \"id\"",
          "IsComplete \"name\"",
          "Completeness \"name\" >= 0.75",
          "Completeness \"name\" > 0.75",
          "Completeness \"name\" > 0.5 where \"flag\"",
          "Completeness \"nothing\" = 0",
          "IsUnique \"id\"",
          "IsUnique \"code\"",
          "IsPrimaryKey \"id\"",
          "IsPrimaryKey \"id\" \"name\"",
          "IsPrimaryKey \"name\"",
          "Uniqueness \"code\" > 0.2",
          "UniqueValueRatio \"code\" > 0.2",
          "DistinctValuesCount \"code\" = 4",
          "Entropy \"code\" > 0.5",
          "ColumnCorrelation \"id\" \"weight\" > 0.3",
          "Mean \"weight\" between 1 and 100",
          "Mean \"price\" > 1000",
          "Sum \"price\" = 35.34",
          "Sum \"weight\" < 3",
          "StandardDeviation \"id\" > 2",
          "ColumnLength \"name\" <= 5",
          "ColumnLength \"name\" between 0 and 9",
          "ColumnLength \"code\" = 2",
          "ColumnLength \"code\" in [1, 2]",
          "ColumnLength \"code\" not between 0 and 9",
          "ColumnValues \"id\" > 0",
          "ColumnValues \"id\" >= 1",
          "ColumnValues \"id\" < 8",
          "ColumnValues \"id\" <= 8",
          "ColumnValues \"id\" between 0 and 9",
          "ColumnValues \"id\" between 1 and 8",
          "ColumnValues \"id\" not between 3 and 5",
          "ColumnValues \"id\" = 1",
          "ColumnValues \"id\" != 3",
          "ColumnValues \"id\" in [1, 2, 3]",
          "ColumnValues \"id\" not in [9]",
          "ColumnValues \"price\" >= 0.01",
          "ColumnValues \"price\" > 0.01 where \"price is not null\"",
          "ColumnValues \"name\" in [\"zoë\", \"\", \"李\", \"anna\", NULL]",
          "ColumnValues \"name\" in [\"zoë\"]",
          "ColumnValues \"name\" not in [\"bob\"]",
          "ColumnValues \"name\" != NULL",
          "ColumnValues \"blank\" in [EMPTY, WHITESPACES_ONLY]",
          "ColumnValues \"code\" matches \"[A-Z]{2}\"",
          "ColumnValues \"code\" matches \"[A-Z].*\" where \"code is not null\"",
          "ColumnValues \"name\" not matches \"X\"",
          "ColumnValues \"day\" > \"2024-02-28\"",
          "ColumnValues \"day\" between \"2024-02-28\" and \"2025-01-02\"",
          "ColumnValues \"day\" > \"2024-02-28\" with threshold > 0.5",
          "ColumnValues \"at\" > \"2020-01-01\"",
          "ColumnDataType \"code\" = \"INTEGER\"",
          "ColumnDataType \"id\" = \"INTEGER\" with threshold > 0.5",
          "DataFreshness \"at\" > 1 hours",
          "ColumnNamesMatchPattern \"[a-z]+\"",
          "CustomSql \"select count(*) from primary where price > 1\" > 2",
          "CustomSql \"select id from primary where id < 5\" with threshold > 0.4",
          "ReferentialIntegrity \"id\" \"other.id\" = 1.0",
          "ReferentialIntegrity \"id,code\" \"other.{id,code}\" > 0.5",
          "RowCountMatch \"other\" >= 0.5",
          "SchemaMatch \"other\" > 0.9",
          "DatasetMatch \"other\" \"id\" > 0.4",
          "AggregateMatch \"sum(id)\" \"sum(other.id)\" > 0.1",
          "(RowCount > 1) and (IsComplete \"id\")",
          "(RowCount > 100) or ((IsComplete \"id\") and (IsUnique \"code\"))");

  /**
   * Rules that Deequ evaluates otherwise than the reference: null is not a value, and of length 0.
   */
  private static final Set<String> OTHERWISE =
      Set.of("DistinctValuesCount \"code\" = 4", "ColumnValues \"name\" not matches \"X\"");

  private static final Map<String, Row> DEEQU = new HashMap<>();
  private static RuleSet rules;
  private static QualityReport observed;
  private static QualityReport scanned;

  @BeforeAll
  static void evaluateInThreeWays() {
    Dataset<Row> rows =
        rows(
                DDL,
                sample(1, "anna", "AB", "0.01", 1.5, "2024-02-29", "2024-01-01T00:00:00Z", true),
                sample(2, "zoë", "AB", "9.99", -2.25, "2024-03-01", "2024-06-01T12:30:00Z", true),
                sample(3, "李", "C", "0.10", 0.0, "2025-01-01", "2025-01-01T00:00:00Z", false),
                sample(4, "", "", "10.00", 7.75, "2024-12-31", "2025-02-01T23:59:59Z", null),
                sample(5, null, null, null, null, null, null, true),
                sample(6, "anna", "AB", "5.25", 3.5, "2024-02-29", "2024-01-01T00:00:00Z", false),
                sample(7, "o'neil", "Xé", "9.99", 1e9, "2024-07-07", "2024-07-07T07:07:07Z", true),
                sample(8, null, "AB", "0.00", -0.0, "2024-02-29", "2024-01-01T00:00:01Z", null))
            .repartition(2)
            .cache();
    Dataset<Row> other = rows.filter("id <= 6").cache();
    rows.createOrReplaceTempView("primary");
    scala.collection.immutable.Map<String, Dataset<Row>> references = Map$.MODULE$.empty();
    String ruleset = "Rules = [\n" + String.join(",\n", RULES) + "\n]";
    for (Row row :
        EvaluateDataQuality.process(rows, ruleset, references.updated("other", other))
            .collectAsList()) {
      DEEQU.put(row.getAs("Rule"), row);
    }
    SPARK.catalog().dropTempView("primary");
    ContractDraft draft = ContractDraft.of();
    for (StructField field : StructType.fromDDL(DDL).fields()) {
      draft.optional(field.name(), field.dataType().sql());
    }
    RULES.forEach(rule -> draft.rule("r" + RULES.indexOf(rule), new Dqdl(rule)));
    rules = draft.ruleSet();
    Optional<ObservedMetrics> metrics = Optional.of(Audits.observe(rules, rows));
    observed = rules.evaluate(rows, rows, Map.of("other", other), metrics);
    scanned = rules.evaluate(rows, rows, Map.of("other", other), Optional.empty());
  }

  private static Row sample(
      int id,
      String name,
      String code,
      String price,
      Double weight,
      String day,
      String at,
      Boolean flag) {
    return row(
        id,
        name,
        code,
        price == null ? null : new BigDecimal(price),
        weight,
        day == null ? null : Date.valueOf(day),
        at == null ? null : Timestamp.from(Instant.parse(at)),
        flag,
        id % 2 == 0 ? "" : "  ",
        null);
  }

  static Stream<Arguments> results() {
    return Stream.concat(observed.results().stream(), scanned.results().stream())
        .map(result -> Arguments.of(result.dqdl(), result.measuredBy().label(), result));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void givesTheVerdictAndTheValueOfDeequ(String dqdl, String measuredBy, RuleResult result)
      throws Exception {
    String parsed = new DQDLParser().parse("Rules = [" + dqdl + "]").getRules().get(0).toString();

    Row expected = DEEQU.get(parsed);

    boolean passed = expected.getAs("Outcome").equals("Passed");
    assertThat(result.outcome())
        .isInstanceOf(
            passed != OTHERWISE.contains(dqdl) ? Outcome.Passed.class : Outcome.Violated.class);
    Collection<Double> metrics =
        expected.<String, Double>getJavaMap(expected.fieldIndex("EvaluatedMetrics")).values();
    Optional<Double> value = Audits.value(result.outcome());
    boolean countsRows = dqdl.startsWith("ColumnValues") || dqdl.startsWith("ColumnLength");
    if (countsRows || OTHERWISE.contains(dqdl)) {
      return;
    }
    if (value.isPresent() && !metrics.isEmpty()) {
      assertThat(metrics).anySatisfy(m -> assertThat(m).isCloseTo(value.get(), within(1e-12)));
    }
  }

  @Test
  void everyRuleThatAWriteCanMeasureIsMeasuredByIt() {
    for (int i = 0; i < RULES.size(); i++) {
      assertThat(observed.results().get(i).measuredBy() == MeasuredBy.OBSERVED)
          .as(RULES.get(i))
          .isEqualTo(rules.rules().get(i).observable());
      assertThat(scanned.results().get(i).measuredBy()).isEqualTo(MeasuredBy.SCANNED);
    }
    assertThat(rules.rules().stream().filter(CompiledRule::observable).count()).isGreaterThan(35);
  }
}
