package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Drafting and checking contracts from the command line; no session is started. */
class ContractsCommandTest {
  private static final String ORDERS =
      "id,amount,bought_on\n1,2.50,2023-01-01\n2,3.50,2023-01-02\n";

  @TempDir private Path folder;

  private final StringWriter errors = new StringWriter();

  @Test
  void writesADraftThatHasNoFaultAndNeverOverAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("orders.csv"), ORDERS);
    Path draft = folder.resolve("shop/orders.odcs.yaml");
    String[] command = {
      "contracts",
      "draft",
      "--from",
      file.toString(),
      "--id",
      "shop.orders",
      "--out",
      draft.toString()
    };

    assertThat(run(command)).isZero();
    assertThat(run("contracts", "lint", draft.toString())).isZero();
    assertThat(run("contracts", "lint", folder.toString())).isZero();
    assertThat(run(command)).isEqualTo(2);
    assertThat(errors.toString()).contains(draft + " exists; name another file with --out");
  }

  @Test
  void lintReportsFaultsWithTheirPlaces() throws IOException {
    Path faulty = Files.writeString(folder.resolve("a.odcs.yaml"), "kind: DataContract\nid: a.b\n");

    assertThat(run("contracts", "lint", faulty.toString())).isEqualTo(2);
    assertThat(errors.toString())
        .contains("Cannot load contracts: ")
        .contains("the key version is missing");
  }

  @Test
  void lintTellsFaultsOfRulesAndTransformationsAtOnce() throws IOException {
    String mart =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: mart.%1$s
        name: %1$s
        domain: mart
        version: 1.0.0
        status: active
        schema:
          - name: %1$s
            quality:
              - {id: dqdl, type: custom, engine: awsGlueDQ, implementation: 'ColumnValues "n" > "2023-01-01"'}
              - {id: typo, type: custom, engine: awsGlueDQ, implementation: 'IsComplet "n"'}
              - {id: file, type: custom, engine: awsGlueDQ, implementation: 'CustomSql "select count(*) from csv.`/etc/passwd`" > 0'}
            properties:
              - {name: n, logicalType: integer}
        customProperties:
          - {property: productKind, value: aggregate}
          - {property: inputs, value: [reference.airports]}
          - {property: transformation, value: '%2$s'}
        """;
    Files.writeString(folder.resolve("a.odcs.yaml"), mart.formatted("a", "select 1 from x"));
    Files.writeString(folder.resolve("b.odcs.yaml"), mart.formatted("b", "identity.persns"));
    Files.writeString(
        folder.resolve("c.odcs.yaml"), mart.formatted("c", "analytics.loyalty_programme"));

    assertThat(run("contracts", "lint", folder.toString())).isEqualTo(2);
    assertThat(errors.toString())
        .contains("faults in 3 files")
        .contains("Cannot find transformation select 1 from x")
        .contains("did you mean identity.persons?")
        .contains("which is not among the inputs")
        .contains("rule dqdl: n is of type integer, not a date")
        .contains("rule typo: not a rule of DQDL")
        .contains("rule file: csv./etc/passwd is not a table")
        .contains("a.odcs.yaml:11 schema[0].quality[0]: rule dqdl")
        .contains("a.odcs.yaml:19 customProperties[2].value: Cannot find transformation");
  }

  @Test
  void lintTellsFaultsOfColumnsRulesAndTablesOfAllFilesAtOnce() throws IOException {
    String source =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.%1$s
        name: %1$s
        domain: shop
        version: 1.0.0
        status: active
        servers: [{server: s, type: local, path: './%1$s.csv', format: csv}]
        schema:
          - name: %1$s
            quality:
              - {id: typo, type: custom, engine: awsGlueDQ, implementation: 'IsComplete "nn"'}
              - {id: follows, type: custom, engine: awsGlueDQ, implementation: 'IsComplete "bad"'}
              - {id: asks, type: custom, engine: awsGlueDQ, implementation: 'CustomSql "select max(nn) from primary" > 0'}
              - {id: two, type: custom, engine: awsGlueDQ, implementation: 'CustomSql "select 1, 2 from primary" > 0'}
              - {id: alias, type: custom, engine: awsGlueDQ, implementation: 'ReferentialIntegrity "n" "reference.airports.{code}" = 1.0'}
              - {id: away, type: custom, engine: awsGlueDQ, implementation: 'CustomSql "with a as (select 1) select count(*) from primary, a, shop.a, shop.nowhere" > 0'}
              - {id: good, type: custom, engine: awsGlueDQ, implementation: 'CustomSql "select n from primary where n > 1" with threshold > 0.5'}
            properties:
              - {name: n, logicalType: integer, logicalTypeOptions: {minimum: 1}}
              - {name: bad, logicalType: number, physicalType: wide}
        customProperties:
          - {property: productKind, value: source-aligned}
        """;
    Files.writeString(folder.resolve("a.odcs.yaml"), source.formatted("a"));
    Path alone = Files.writeString(folder.resolve("alone.yaml"), source.formatted("alone"));

    assertThat(run("contracts", "lint", folder.toString(), alone.toString())).isEqualTo(2);
    assertThat(errors.toString())
        .contains("faults in 2 files")
        .contains("a.odcs.yaml:12 schema[0].quality[0]: rule typo: unknown column nn")
        .contains("alone.yaml:12 schema[0].quality[0]: rule typo: unknown column nn")
        .contains("a.odcs.yaml:21 schema[0].properties[1]")
        .contains("rule asks: is not a valid query over this table: ")
        .contains("rule two: must have one number as its result")
        .contains(
            "rule alias: the table reference.airports is not an input of this product, which has"
                + " none")
        .contains("rule away: unknown product shop.nowhere (known: ")
        .doesNotContain("rule follows", "rule good", "product shop.a;");
  }

  @Test
  void refusesAFileThatIngestionWouldRefuse() throws IOException {
    Path file = Files.writeString(folder.resolve("cr.csv"), "id,name\n1,An\rn\n3,Cid\n");

    assertThat(run("contracts", "draft", "--from", file.toString())).isEqualTo(3);
    assertThat(errors.toString()).contains("it would be refused, line-end: ").contains("line 2");
  }

  @Test
  void proposesChangesAndWritesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("orders.csv"), ORDERS);
    Path contract = folder.resolve("orders.odcs.yaml");
    run(
        "contracts",
        "draft",
        "--from",
        file.toString(),
        "--id",
        "shop.orders",
        "--out",
        contract.toString());
    String before = Files.readString(contract);
    Files.writeString(file, "id,amount,bought_on,channel\n1,2.50,2023-01-01,web\n");
    StringWriter out = new StringWriter();

    int code =
        new CommandLine(new Jetbridge())
            .setOut(new PrintWriter(out))
            .execute(
                "contracts",
                "draft",
                "--from",
                file.toString(),
                "--for",
                "shop.orders",
                "--contracts",
                folder.toString());

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("# column channel is new, string")
        .contains("- name: channel")
        .contains("Nothing was changed.")
        .contains(
            "Next: ./jetbridge ingest --contracts %1$s shop.orders --from %1$s --dry-run"
                .formatted(folder));
    assertThat(Files.readString(contract)).isEqualTo(before);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(errors, true), arguments);
  }
}
