package dev.jetbridge.pipelines.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lint accepts, a run accepts: no session is started. */
class ProductCompilerTest {
  private static final String MART =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: mart.sales
      name: sales
      domain: mart
      version: 1.0.0
      status: active
      description: {purpose: Sales., usage: Tests., limitations: None.}
      schema:
        - name: sales
          quality:
            - {id: it, type: custom, engine: awsGlueDQ, implementation: 'IsComplete "article"'}
          properties:
            - {name: article, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: sold_at, logicalType: timestamp, required: true}
            - {name: price, logicalType: number, physicalType: 'decimal(12,2)', classification: internal}
      customProperties:
        - {property: productKind, value: consumer-aligned}
        - {property: inputs, value: [analytics.loyalty_programme]}
        - {property: transformation, value: test.sales}
        - {property: writeMode, value: overwrite}
        - {property: outputPorts, value: [table]}
        - {property: metrics, value: [{name: revenue, expression: sum(price), description: All., unit: AED}]}
      """;

  @TempDir private Path folder;

  /** One fault a line: what is replaced in a good contract, by what, and what is told of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          IsComplete "article"      | IsComplet "article"                                 | rule it: not a rule of DQDL
          IsComplete "article"      | IsComplete "artikel"                                | rule it: unknown column artikel
          IsComplete "article"      | CustomSql "select max(artikel) from primary" > 0    | rule it: is not a valid query over this table
          IsComplete "article"      | CustomSql "select 1, 2 from primary" > 0            | rule it: must have one number as its result
          IsComplete "article"      | CustomSql "drop table mart.sales" > 0               | rule it: only a query is allowed
          IsComplete "article"      | RowCountMatch "mart.other" = 1.0                    | rule it: the table mart.other is not an input of this product
          [table]                   | [table, warehouse]                                  | customProperties[4].value: the warehouse is loaded from the port parquet
          [table]                   | [table, feature-group]                              | customProperties[4].value: a feature group is a consumer-aligned product
          sum(price)                | stddev(price)                                       | customProperties[5].value: Cannot make a view of metric revenue of mart.sales: stddev
          value: test.sales         | value: analytics.loyality                           | Cannot find transformation analytics.loyality
          value: test.sales         | value: analytics.loyalty_programme                  | which is not among the inputs
          """)
  void refusesWhatLintRefusesInTheSameWords(String good, String bad, String told)
      throws IOException {
    String yaml = MART.replace(good, bad);
    Path file = Files.writeString(folder.resolve("sales.odcs.yaml"), yaml);

    Throwable linted = catchThrowable(() -> ContractLoader.lint(List.of(file), compiler()));
    Throwable compiled = catchThrowable(() -> compiler().compile(parse(yaml)));

    assertThat(linted).isInstanceOf(JetbridgeException.class).hasMessageContaining(told);
    assertThat(compiled)
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith("Cannot make mart.sales: ")
        .hasMessageContaining(told.replaceFirst("customProperties.*value: ", ""))
        .hasMessageEndingWith(" (in sales.odcs.yaml)");
    for (String finding : words(compiled.getMessage())) {
      assertThat(linted).hasMessageContaining(finding);
    }
  }

  @Test
  void compilesWhatLintAcceptsOnceAndWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("sales.odcs.yaml"), MART);

    assertThat(ContractLoader.lint(List.of(file), compiler())).hasSize(1);
    CompiledProduct product = compiler().compile(parse(MART));
    assertThat(product.rules().rules()).extracting(r -> r.id()).contains("it", "required:article");
    assertThat(product.job()).isSameAs(product.job()).isNotNull();
  }

  @Test
  void compilesEveryBundledContract() {
    Contracts bundled = ContractLoader.bundled();

    assertThatCode(() -> Compilers.of(bundled).compile(bundled.all())).doesNotThrowAnyException();
  }

  @Test
  void tellsOfSeveralContractsAllThatIsWrong() {
    Contract one = parse(MART.replace("IsComplete", "IsComplet"));
    Contract other = parse(MART.replace("sales", "returns").replace("test.returns", "test.s"));

    assertThatThrownBy(() -> compiler().compile(List.of(one, other)))
        .hasMessageContaining("Cannot make mart.sales: rule it: ")
        .hasMessageContaining("Cannot make mart.returns: Cannot find transformation test.s");
  }

  /** The bundled transformations, and one that no bundled contract has. */
  private static ProductCompiler compiler() {
    return Compilers.with(
        new Transformations() {
          @Override
          public Job create(String name, Map<String, Object> parameters) {
            return name.equals("test.sales")
                ? (inputs, run) -> Outputs.of(inputs.table(null))
                : Transformations.bundled().create(name, parameters);
          }

          @Override
          public List<String> faults(Contract contract) {
            return contract.derivation().transformation().orElseThrow().equals("test.sales")
                ? List.of()
                : Transformations.bundled().faults(contract);
          }
        });
  }

  private static List<String> words(String message) {
    String findings = message.substring("Cannot make mart.sales: ".length());
    return List.of(
        findings
            .substring(0, findings.lastIndexOf(" (in "))
            .split("; (?=rule |the transformation )"));
  }

  private static Contract parse(String yaml) {
    return ContractLoader.parse(yaml, "sales.odcs.yaml");
  }
}
