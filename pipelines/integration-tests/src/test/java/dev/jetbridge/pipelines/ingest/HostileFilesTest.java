package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JsonScan;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.AsInProduction;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Files that senders should not send: each ends as the corpus says, refused with its reason and
 * place, in quarantine with the rule, or loaded as data; the other files of the run go on; nothing
 * that stands in a row is told anywhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(AsInProduction.class)
class HostileFilesTest extends LakeTest {
  private static final String SECRET = "SECRET";

  private final List<HostileFile> corpus = new ArrayList<>();
  private final Map<String, Contract> contracts = new TreeMap<>();
  private List<RunResult> results;
  private List<String> log;

  @BeforeAll
  void ingestTheCorpus() throws IOException {
    corpus.addAll(HostileCsv.files());
    corpus.addAll(HostileJson.files());
    corpus.addAll(HostileTrailer.files());
    corpus.addAll(HostileLayout.files());
    contract(HostileCsv.PRODUCT, "csv", "");
    contract(
        HostileJson.PRODUCT,
        "json",
        """
          - {property: rowRules, value: [{name: looks_into, predicate: "coalesce(get_json_object(name, '$[*]'), from_json(name, 'id string').id, 'x') <> 'y'"}]}
        """);
    contract(
        HostileTrailer.PRODUCT,
        "csv",
        """
          - {property: encoding, value: windows-1252}
          - {property: escape, value: '\\'}
          - {property: trailer, value: {marker: END, countField: 2}}
        """);
    contract(HostileLayout.ABOVE, "csv", HostileLayout.ABOVE_PROPERTIES);
    contract(HostileLayout.BARE, "csv", HostileLayout.BARE_PROPERTIES);
    for (HostileFile file : corpus) {
      landing()
          .take(
              contracts.get(file.product()).id(),
              file.name(),
              "sftp://hostile",
              Instant.parse("2023-01-01T00:00:00Z"),
              file.content()::get);
    }
    try (LogCapture capture = LogCapture.start()) {
      results = runner(AS_OF).run(contracts.values());
      log = capture.lines();
    }
  }

  @Test
  void holdsEnoughFilesEachWithAContentOfItsOwn() {
    assertThat(corpus).hasSizeGreaterThan(150);
    assertThat(contracts.values().stream().mapToInt(c -> landing().files(c.id()).size()).sum())
        .isEqualTo(corpus.size());
  }

  @Test
  void publishesEveryProductWhateverItsFilesAre() {
    assertThat(results)
        .extracting(RunResult::message)
        .allMatch(
            message ->
                message.isEmpty()
                    || message.contains("refused: ")
                    || message.equals("columns from position 7 on are ignored (1 file)"));
    assertThat(results).extracting(RunResult::status).containsOnly(RunStatus.PUBLISHED);
  }

  @Test
  void endsEachFileAsTheCorpusSays() {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> actual = new TreeMap<>();
    Map<String, List<String>> quarantined = quarantined();
    for (HostileFile file : corpus) {
      expected.put(file.product() + "/" + file.name(), outcome(file));
    }
    for (Row row : rows(OperationsTable.FILES)) {
      String key =
          row.<String>getAs("product").replace("hostile.", "") + "/" + row.getAs("file_name");
      actual.put(
          key,
          row.getAs("status").equals("refused")
              ? shortened(expected.get(key), row.getAs("reason") + " @ " + row.getAs("place"))
              : "loaded "
                  + row.<Long>getAs("loaded")
                  + ", quarantined "
                  + quarantined.getOrDefault(row.<String>getAs("file_hash"), List.of()));
      assertThat(row.<Long>getAs("records"))
          .as("records of %s", key)
          .isEqualTo(
              row.<Long>getAs("loaded")
                  + row.<Long>getAs("superseded")
                  + row.<Long>getAs("duplicates")
                  + row.<Long>getAs("quarantined"));
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    assertThat(
            actual.entrySet().stream()
                .filter(file -> !file.getValue().equals(expected.get(file.getKey())))
                .map(file -> file + ", expected: " + expected.get(file.getKey())))
        .isEmpty();
  }

  @Test
  void saysWhichLinesAreTooDeep() {
    assertThat(
            rows(OperationsTable.QUARANTINE).stream()
                .filter(
                    r -> r.getAs("reason").equals("the line is nested deeper than 1,000 levels")))
        .hasSize(6)
        .allMatch(r -> r.<Long>getAs("record_number") == 2);
  }

  @Test
  void keepsTextsAsTheyAre() {
    List<String> names =
        table(contracts.get(HostileCsv.PRODUCT))
            .select("name")
            .as(org.apache.spark.sql.Encoders.STRING())
            .collectAsList();

    assertThat(names).containsAll(HostileContent.TEXTS);
    assertThat(names)
        .contains("SECRET\n\nAnn", "SECRET\r\nAnn", "SECRET\rAnn", "SECRET \"Ann\"", "SECRET\\");
    assertThat(
            table(contracts.get(HostileTrailer.PRODUCT))
                .select("name")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .contains("SECRET Zo\u00EB \u20AC", "a \" b", "SECRET\\", "SECRET\nEND;1");
    assertThat(
            table(contracts.get(HostileJson.PRODUCT))
                .select("name")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .contains("\uD83D\uDE00", "back \\ud83d slash", "=1+1")
        .contains(
            "1.10",
            "0.00012",
            "12345678901234567890.123456789012345678901",
            "{ \"b\" : -999.99999999999999995,\"z\":[1.10, 1E400] }",
            HostileJson.nested(JsonScan.DEEPEST - 1),
            HostileJson.objects(JsonScan.DEEPEST - 1));
    assertThat(
            table(contracts.get(HostileJson.PRODUCT))
                .selectExpr("cast(amount as string)")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .contains("10000000.25", "12345678.50", "99999999.99", "0.10");
    assertThat(
            table(contracts.get(HostileLayout.ABOVE))
                .select("name")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .contains("SECRET Zo\u00EB", "SECRET\nx");
  }

  @Test
  void tellsNothingThatStandsInARow() {
    Stream<String> told =
        Stream.of(OperationsTable.values())
            .flatMap(table -> rows(table).stream())
            .map(Row::toString);

    assertThat(told.filter(t -> t.contains(SECRET))).isEmpty();
    assertThat(results.stream().map(RunResult::message).filter(t -> t.contains(SECRET))).isEmpty();
    assertThat(log).isNotEmpty();
    assertThat(log.stream().filter(t -> t.contains(SECRET))).isEmpty();
  }

  private static String outcome(HostileFile file) {
    return file.refusal() == null
        ? "loaded " + file.loaded() + ", quarantined " + file.quarantined()
        : file.refusal() + " @ " + file.place();
  }

  /** The corpus says how a reason and a place begin. */
  private static String shortened(String expected, String actual) {
    int at = expected.lastIndexOf(" @ ");
    int actualAt = actual.lastIndexOf(" @ ");
    return at >= 0
            && actual.startsWith(expected.substring(0, at))
            && actual.startsWith(expected.substring(at), actualAt)
        ? expected
        : actual;
  }

  private Map<String, List<String>> quarantined() {
    return rows(OperationsTable.QUARANTINE).stream()
        .sorted(java.util.Comparator.comparing(r -> r.<Long>getAs("record_number")))
        .collect(
            Collectors.groupingBy(
                r -> r.<String>getAs("file_hash"),
                Collectors.mapping(
                    r ->
                        r.getAs("record_number")
                            + "|"
                            + r.getAs("column_name")
                            + "|"
                            + r.getAs("rule"),
                    Collectors.toList())));
  }

  private List<Row> rows(OperationsTable table) {
    return operations().read(table).filter(col("product").startsWith("hostile.")).collectAsList();
  }

  private void contract(String name, String format, String properties) {
    contracts.put(
        name,
        ContractLoader.parse(
            CONTRACT.formatted(
                    name,
                    name,
                    format,
                    properties.contains("trailer")
                        ? ", customProperties: [{property: delimiter, value: ';'}]"
                        : "",
                    name)
                + properties.indent(0),
            "test"));
  }

  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: hostile.%s
      name: %s
      domain: hostile
      version: 1.0.0
      status: active
      description: {purpose: Hostile files., usage: Tests., limitations: None.}
      team: {name: hostile}
      servers:
        - {server: hostile, type: local, path: './*', format: %s%s}
      schema:
        - name: %s
          logicalType: object
          physicalType: table
          dataGranularityDescription: One row an id.
          quality:
            - {id: has_rows, metric: rowCount, mustBeGreaterThan: 0}
          properties:
            - {name: id, logicalType: integer, description: Key., primaryKey: true, primaryKeyPosition: 1, required: true, logicalTypeOptions: {format: i64}}
            - {name: name, logicalType: string, description: Text.}
            - {name: amount, logicalType: number, physicalType: 'decimal(10,2)', description: Money., required: true}
            - {name: rate, logicalType: number, physicalType: double, description: Measure.}
            - {name: born, logicalType: date, description: Day.}
            - {name: seen, logicalType: timestamp, description: Instant., required: true, logicalTypeOptions: {timezone: true}}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: seen}
      """;
}
