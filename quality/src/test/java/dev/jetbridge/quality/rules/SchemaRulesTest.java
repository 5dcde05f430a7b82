package dev.jetbridge.quality.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.quality.Audits;
import dev.jetbridge.quality.ContractDraft;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.SparkTest;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRulesTest extends SparkTest {

  @Test
  void namesRulesByKindAndColumn() {
    RuleSet rules =
        ContractDraft.of()
            .key("ticket_number", "string")
            .key("coupon_number", "int")
            .required("cabin", "string", ContractDraft.values("F", "Y"))
            .optional("currency", "string", ContractDraft.pattern("^[A-Z]{3}$"))
            .optional("surname", "string", ContractDraft.length(1, 60))
            .optional("fare", "decimal(12,2)", ContractDraft.bounds("0", null))
            .rowRule("fare_known", "fare is not null")
            .ruleSet();

    assertThat(rules.rules().stream().map(CompiledRule::id))
        .containsExactly(
            "required:ticket_number",
            "required:coupon_number",
            "required:cabin",
            "values:cabin",
            "pattern:currency",
            "length:surname",
            "bounds:fare",
            "row:fare_known",
            "key");
    assertThat(rules.rules().stream().filter(r -> !r.observable()).map(CompiledRule::id))
        .containsExactly("key");
    assertThat(rules.rules().get(8).scope()).isEqualTo(Scope.TABLE);
  }

  /** Records are rejected by the predicates that tables are measured by. */
  @Test
  void saysWhatAValueMustDoOnce() {
    Contract contract =
        ContractDraft.of()
            .optional("share", "float", ContractDraft.bounds("0.1", "0.3"))
            .optional("case", "int", ContractDraft.exclusiveBounds("1", null))
            .optional("code", "string", ContractDraft.pattern("[A-Z]{3}"))
            .contract();

    assertThat(ValueLimit.of(contract.column("share")))
        .containsExactly(
            new ValueLimit("minimum", "share >= 0.1F", "be at least 0.1", "is below 0.1"),
            new ValueLimit("maximum", "share <= 0.3F", "be at most 0.3", "is above 0.3"));
    assertThat(ValueLimit.of(contract.column("case")))
        .extracting(ValueLimit::valid)
        .containsExactly("`case` > 1");
    assertThat(ValueLimit.of(contract.column("code")))
        .containsExactly(
            new ValueLimit(
                "pattern",
                "code rlike '^(?:[A-Z]{3})$'",
                "match [A-Z]{3}",
                "does not match [A-Z]{3}"));
    assertThat(RuleSet.of(contract).dqdl())
        .contains("(share >= 0.1F and share <= 0.3F) is false", "(`case` > 1) is false");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsExactlyTheRowsThatBreakAConstraint(boolean observing) {
    RuleSet rules =
        ContractDraft.of()
            .optional("text", "string", ContractDraft.pattern("^(a|b\\d)$"))
            .optional("unanchored", "string", ContractDraft.pattern(".*\\s'\"\\\\.*"))
            .optional("perhaps_empty", "string", ContractDraft.pattern("^[a-z]*$"))
            .optional("long", "string", ContractDraft.length(2, 3))
            .optional("quoted", "string", ContractDraft.values("it's", "a\\b", "say \"x\""))
            .optional("number", "int", ContractDraft.values("1", "3"))
            .optional("whole", "bigint", ContractDraft.bounds("1", "9007199254740993"))
            .optional("inner", "int", ContractDraft.exclusiveBounds("1", "3"))
            .optional("amount", "decimal(12,2)", ContractDraft.bounds("0.10", "9.99"))
            .optional("ratio", "double", ContractDraft.bounds("0.1", "0.3"))
            .optional("day", "date", ContractDraft.bounds("1900-01-01", "2024-02-29"))
            .optional("at", "timestamp", ContractDraft.bounds("2024-01-01T00:00:00Z", null))
            .rowRule("day_before_at", "day <= to_date(at)")
            .ruleSet();
    Dataset<Row> rows =
        rows(
            "text string, unanchored string, perhaps_empty string, long string, quoted string,"
                + " number int, whole bigint, inner int, amount decimal(12,2), ratio double,"
                + " day date, at timestamp",
            sample(
                "a",
                "x '\"\\y",
                "",
                "ab",
                "it's",
                1,
                1L,
                2,
                "0.10",
                0.1,
                "1900-01-01",
                "2024-01-01T00:00:00Z"),
            sample(
                "b7",
                "z",
                "abc",
                "李李李",
                "a\\b",
                3,
                9007199254740993L,
                2,
                "9.99",
                0.3,
                "2024-02-29",
                "2024-03-01T00:00:00Z"),
            sample(
                "b",
                " '\"\\",
                "A",
                "a",
                "say \"x\"",
                2,
                9007199254740994L,
                1,
                "0.09",
                0.30000000000000004,
                "1899-12-31",
                "2023-12-31T23:59:59Z"),
            sample(
                "xa",
                null,
                "é",
                "abcd",
                "its",
                0,
                0L,
                3,
                "10.00",
                0.09,
                "2024-03-01",
                "2024-02-29T23:00:00Z"),
            sample(null, null, null, null, null, null, null, null, null, null, null, null));

    QualityReport report = observing ? Audits.observed(rules, rows) : Audits.scanned(rules, rows);

    for (String broken :
        List.of(
            "pattern:text",
            "pattern:perhaps_empty",
            "length:long",
            "values:number",
            "bounds:whole",
            "bounds:inner",
            "bounds:amount",
            "bounds:ratio",
            "bounds:day")) {
      assertThat(Audits.value(report, broken)).as(broken).contains(2.0);
    }
    for (String broken :
        List.of("pattern:unanchored", "values:quoted", "bounds:at", "row:day_before_at")) {
      assertThat(Audits.value(report, broken)).as(broken).contains(1.0);
    }
    assertThat(report.violated()).isEqualTo(13);
  }

  private static Row sample(
      String text,
      String unanchored,
      String perhapsEmpty,
      String length,
      String quoted,
      Integer number,
      Long whole,
      Integer inner,
      String amount,
      Double ratio,
      String day,
      String at) {
    return row(
        text,
        unanchored,
        perhapsEmpty,
        length,
        quoted,
        number,
        whole,
        inner,
        amount == null ? null : new BigDecimal(amount),
        ratio,
        day == null ? null : Date.valueOf(day),
        at == null ? null : Timestamp.from(Instant.parse(at)));
  }

  @Test
  void nullsOfOptionalColumnsPassEverythingAlsoWhenAllAreNull() {
    RuleSet rules =
        ContractDraft.of()
            .optional("text", "string", ContractDraft.pattern("^a$"))
            .optional("cabin", "string", ContractDraft.values("F", "Y"))
            .optional("size", "string", ContractDraft.length(2, null))
            .optional("n", "int", ContractDraft.bounds("1", null))
            .rowRule("text_is_cabin", "text = cabin")
            .ruleSet();
    Dataset<Row> rows =
        rows("text string, cabin string, size string, n int", row(null, null, null, null));

    assertThat(Audits.observed(rules, rows).passed()).isEqualTo(5);
    assertThat(Audits.scanned(rules, rows).passed()).isEqualTo(5);
  }

  @Test
  void nullsOfRequiredColumnsBreakTheirRule() {
    RuleSet rules =
        ContractDraft.of()
            .required("cabin", "string", ContractDraft.values("F", "Y"))
            .required("name", "string", Constraints.none())
            .ruleSet();
    Dataset<Row> rows =
        rows(
            "cabin string, name string",
            row("F", ""),
            row(null, "a"),
            row("Y", "b"),
            row("F", "c"));

    QualityReport report = Audits.observed(rules, rows);

    assertThat(Audits.outcome(report, "required:name")).isInstanceOf(Outcome.Passed.class);
    assertThat(Audits.value(report, "required:cabin")).contains(0.75);
    assertThat(Audits.value(report, "values:cabin")).contains(0.75);
    assertThat(report.publishable()).isFalse();
  }

  @Test
  void readsTheRowsOnlyForTheRulesThatSomeRowBreaks() {
    ContractDraft draft = ContractDraft.of();
    for (int i = 0; i < 20; i++) {
      draft.required("c" + i, "int", ContractDraft.bounds("0", "9"));
    }
    RuleSet rules = draft.ruleSet();
    String[] values =
        IntStream.range(0, 20).mapToObj(i -> "cast(id as int) c" + i).toArray(String[]::new);
    values[7] = "if(id = 3, null, cast(id as int)) c7";
    values[13] = "cast(id + 5 as int) c13";

    QualityReport report = Audits.observed(rules, SPARK.range(0, 8, 1, 3).selectExpr(values));

    assertThat(report.results())
        .filteredOn(r -> r.measuredBy() == MeasuredBy.SCANNED)
        .extracting(RuleResult::rule)
        .containsExactly("required:c7", "bounds:c13");
    assertThat(report.results())
        .filteredOn(r -> !(r.outcome() instanceof Outcome.Passed))
        .extracting(RuleResult::rule)
        .containsExactly("required:c7", "bounds:c13");
    assertThat(Audits.value(report, "required:c7")).contains(0.875);
    assertThat(Audits.value(report, "bounds:c13")).contains(3.0);
    assertThat(Audits.value(report, "required:c0")).contains(1.0);
    assertThat(Audits.value(report, "bounds:c0")).contains(0.0);
  }

  @Test
  void theKeyIsUniqueInTheTableNotOnlyInTheRun() {
    RuleSet rules = ContractDraft.of().key("ticket", "string").key("coupon", "int").ruleSet();
    String ddl = "ticket string, coupon int";
    Dataset<Row> run = rows(ddl, row("T1", 1), row("T1", 2));
    Dataset<Row> table = rows(ddl, row("T1", 1), row("T1", 2), row("T1", 1), row("T2", 1));

    QualityReport report = rules.evaluate(run, table, Map.of(), Optional.empty());

    assertThat(Audits.outcome(report, "key"))
        .isEqualTo(
            new Outcome.Violated(
                Optional.of(0.5), "share of rows whose (ticket, coupon) occurs once = 1"));
  }
}
