package dev.jetbridge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.contracts.QualityRule.Expectation;
import dev.jetbridge.contracts.QualityRule.Operator;
import dev.jetbridge.contracts.QualityRule.Sql;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.quality.rules.CompiledRule;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.glue.dqdl.parser.DQDLParser;

class RuleSetTest {

  @Test
  void compilesEveryBundledContractIntoTextThatParses() throws Exception {
    for (Contract contract : ContractLoader.bundled().all()) {
      RuleSet rules = RuleSet.of(contract);

      assertThat(new DQDLParser().parse(rules.dqdl()).getRules())
          .as(contract.id().toString())
          .hasSameSizeAs(rules.rules());
      assertThat(rules.dqdl().length()).isLessThan(65_536);
      assertThat(rules.rules()).anyMatch(CompiledRule::observable);
    }
  }

  @Test
  void writesTheIdOfARuleBeforeIt() {
    RuleSet rules =
        ContractDraft.of()
            .optional("name", "string")
            .rule("some", new Dqdl("RowCount > 0"))
            .ruleSet();

    assertThat(rules.dqdl()).isEqualTo("Rules = [\n  # some\n  RowCount > 0\n]\n");
  }

  @Test
  void namesTheTablesItComparesWith() {
    RuleSet rules =
        ContractDraft.of()
            .optional("name", "string")
            .rule("a", new Dqdl("ReferentialIntegrity \"name\" \"reference.names.{name}\" = 1.0"))
            .rule("b", new Dqdl("(RowCount > 0) and (RowCountMatch \"other\" > 0.5)"))
            .ruleSet();

    assertThat(rules.references()).containsExactly("other", "reference.names");
  }

  @Test
  void reportsAllRulesThatDoNotCompileAtOnce() {
    Contract contract =
        ContractDraft.of()
            .optional("name", "string", ContractDraft.bounds("1", null))
            .optional("day", "date", ContractDraft.bounds("soon", null))
            .optional("n", "int", ContractDraft.length(1, null))
            .rule("typo", new Dqdl("IsComplet \"name\""))
            .rule("twice", new Dqdl("RowCount > 0"))
            .rule("twice", new Dqdl("RowCount > 1"))
            .rule(
                "query", new Sql("selec 1", new Expectation(Operator.BE, List.of(BigDecimal.ZERO))))
            .contract();

    assertThatThrownBy(() -> RuleSet.of(contract))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot compile the quality rules of sample.things: ")
        .hasMessageContaining("rule bounds:day: the literal soon is not of type date")
        .hasMessageContaining("rule length:n: only text has a length, not type integer")
        .hasMessageContaining("rule typo: not a rule of DQDL: Rule Type: IsComplet is not valid")
        .hasMessageContaining("rule twice: another rule has that id")
        .hasMessageContaining("rule query: is not a valid query of Spark SQL")
        .hasMessageEndingWith("(in things.odcs.yaml)")
        .satisfies(e -> assertThat(((JetbridgeException) e).kind()).isEqualTo(FailureKind.CONFIG));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "IsComplete \"nam\" | unknown column nam; did you mean name?",
        "RowCount = 0 where \"nam = 'x'\" | unknown column nam; did you mean name?",
        "RowCount = 0 where \"name ==> 1\" | is not a valid predicate of Spark SQL",
        "RowCount > 0, RowCount > 1 | holds 2 rules of DQDL, must be one",
        "RowCount > avg(last(3)) | the function avg needs the history of Glue Data Quality",
        "DetectAnomalies \"RowCount\" | Deequ does not support it",
        "(RowCount > 0) and (DetectAnomalies \"RowCount\") | Deequ does not support it",
        "ColumnValues \"name\" matches \"(\" | the pattern ( is not supported: it is not a regular"
            + " expression",
        "ColumnValues \"name\" > 1 | name is of type string, not a number",
        "ColumnValues \"n\" > \"2024-01-01\" | n is of type integer, not a date",
        "FileFreshness \"x\" > 1 | not a rule of DQDL"
      })
  void refusesWhatNoRunCouldEvaluateAsGlueDoes(String dqdl, String reason) {
    ContractDraft draft =
        ContractDraft.of()
            .optional("name", "string")
            .optional("n", "int")
            .rule("rule", new Dqdl(dqdl));

    assertThatThrownBy(draft::ruleSet).hasMessageContaining("rule rule: " + reason);
  }
}
