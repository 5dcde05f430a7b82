package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.Main;
import dev.jetbridge.pipelines.ingest.LogCapture;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFirehoseListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Row;
import org.apache.spark.util.JsonProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys, e-mail addresses and passport numbers in rows, bad values, headers, names of JSON fields
 * and rules that throw; searched in what Spark would write to its event log, in the log, on the
 * console, in the page and the ports, and in every file and ledger of the home.
 */
class PlantedValuesTest extends LakeTest {
  private static final String KEY = "pLaNtEd-pSeUdOnYm-kEy";

  /** A contract: its name, format, further properties of the contract and of the table. */
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: planted.%1$s
      name: %1$s
      domain: planted
      version: 1.0.0
      status: active
      servers:
        - {server: planted, type: local, path: %3$s/%1$s_*.%2$s, format: %2$s}
      schema:
        - name: %1$s
          quality:
            - {type: custom, engine: awsGlueDQ, id: odd, severity: warning, implementation: "Completeness \\"miles\\" > 0.5 where \\"to_number(id, '999') > 0\\""}
          properties:
            - {name: id, logicalType: string, primaryKey: true, required: true%4$s}
            - {name: email, logicalType: string%4$s, logicalTypeOptions: {pattern: '^[^@]+@[^@]+$'}}
            - {name: miles, logicalType: integer}
            - {name: action, logicalType: string}
            - {name: changed_at, logicalType: timestamp, required: true}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: changed_at}
        - {property: deleteMarker, value: {column: action, value: D}}
      %5$s\
      """;

  private static final String IDENTIFIES = ", classification: identifier";

  @TempDir private Path folder;

  @Test
  void areNowhereButInTheTable() throws IOException, TimeoutException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path key = Files.writeString(folder.resolve("key"), KEY);
    Files.writeString(
        home.resolve("jetbridge.properties"),
        "sample-airline=false\npseudonym-key-file=" + key + "\n");
    contract(
        "members",
        "csv",
        IDENTIFIES,
        "  - {property: rowRules, value: [{name: thrown, predicate: 'miles <> 8 or"
            + " to_number(id, ''999'') > 0'}, {name: raised, predicate: 'miles <> 9 or"
            + " to_binary(email, ''hex'') is not null'}]}\n");
    contract(
        "events",
        "json",
        "",
        "  - {property: driftPolicy, value: {newColumns: ignore}}\n"
            + "  - {property: outputPorts, value: [table, parquet]}\n");
    write(
        "members_1.csv",
        csv("extra_", 1)
            + "P66600001,kate,P66600002,A,P66600003\n"
            + "P66600008,x@planted.example,8,U,2023-01-01T00:00:00Z\n"
            + "P66600009,x@planted.example,9,U,2023-01-01T00:00:00Z\n");
    write(
        "members_2.csv",
        csv("a7@planted.example", 2).replace("changed_at\n", "changed_at,a7@planted.example\n"));
    write("members_3.csv", "P66600004,x@planted.example,1\nP66600005,y@planted.example,2\n");
    write("members_4.csv", csv("", 4));
    StringBuilder json = new StringBuilder();
    for (int i = 1; i < 30; i++) {
      json.append(
          "{\"id\":\"e%d\",\"email\":\"%s\",\"miles\":%s,\"action\":\"U\",\"changed_at\":\"2023-01-01T00:00:00Z\",\"P6660%04d\":\"x\",\"Planted Maria\":\"P66600007\"}\n"
              .formatted(
                  i, i % 4 == 0 ? "P66600006" : "a@b.c", i % 5 == 0 ? "\"P66611111\"" : "1", 9));
    }
    write("events_1.json", json + "{\"id\":\"P66600001\",\"id\":\"P66600002\"}\n");
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<String> console = new ArrayList<>();
    Firehose firehose = new Firehose(told);
    SparkContext spark = lake().spark().sparkContext();
    spark.addSparkListener(firehose);
    spark.setLogLevel("INFO");

    try (LogCapture log = LogCapture.start()) {
      console.addAll(run(home, "ingest", "planted.members", "--dry-run"));
      console.addAll(run(home, "run", "--product", "planted.members,planted.events"));
      console.addAll(run(home, "quarantine", "list"));
      spark.listenerBus().waitUntilEmpty(60_000);
      told.addAll(log.lines());
    } finally {
      spark.removeSparkListener(firehose);
      spark.setLogLevel("ERROR");
    }
    assertThat(String.join("\n", console))
        .containsPattern("planted.members +published")
        .containsPattern("planted.events +published")
        .contains("Parquet: 1 products, 1 new versions");
    told.addAll(console);
    told.addAll(ledger(home));
    told.addAll(files(home));
    List<Row> served =
        lake().spark().read().parquet(home + "/ports/planted/events/v*/*.parquet").collectAsList();
    assertThat(served).isNotEmpty();
    served.forEach(row -> told.add(row.toString()));

    assertThat(told.stream().filter(text -> text.contains("key_hash"))).isNotEmpty();
    assertThat(told.stream().filter(text -> text.contains("SparkListenerTaskEnd")))
        .anyMatch(text -> text.contains("ExceptionFailure"));
    for (String planted : List.of(KEY, "P666", "planted.example", "Planted Maria")) {
      assertThat(
              told.stream()
                  .filter(text -> text.contains(planted))
                  .map(text -> around(text, planted))
                  .distinct())
          .as(planted)
          .isEmpty();
    }
  }

  /** Every file but those that hold rows by right: what landed, and the data of tables. */
  private static List<String> files(Path home) throws IOException {
    List<String> told = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean rows =
            file.toString()
                .matches(".*(/landing/.*\\.(csv|jsonl)|/warehouse/planted/.*\\.parquet)(\\.crc)?");
        if (!rows) {
          // The page lets names break; nothing hides behind that.
          String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("<wbr/>", "");
          told.add(file + " " + text);
        }
      }
    }
    assertThat(told)
        .anyMatch(text -> text.matches("(?s)\\S+/landing/\\S+\\.json \\{.*members_1.*"));
    assertThat(told).anyMatch(text -> text.matches("(?s)\\S+/ports/\\S+\\.parquet PAR1.*"));
    assertThat(told).anyMatch(text -> text.matches("(?s)\\S+/report/index.html .*members_3.*"));
    return told;
  }

  private static List<String> ledger(Path home) {
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    List<String> rows = new ArrayList<>();
    for (OperationsTable table : OperationsTable.values()) {
      lake.spark()
          .table(SparkSessions.CATALOG + "." + table.id())
          .collectAsList()
          .forEach(row -> rows.add(table + " " + row));
    }
    return rows;
  }

  private static String around(String text, String planted) {
    int at = text.indexOf(planted);
    return text.substring(0, Math.min(60, at))
        + " … "
        + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60));
  }

  private static String csv(String prefix, int day) {
    StringBuilder text = new StringBuilder("id,email,miles,action,changed_at\n");
    for (int i = 1; i < 30; i++) {
      text.append(
          "P6660%04d,%s%d@planted.example,%s,%s,2023-01-%02dT00:00:00Z\n"
              .formatted(
                  i,
                  prefix.replace("@planted.example", ""),
                  i,
                  i % 7 == 0 ? "P66611111" : "7",
                  i % 6 == 0 ? "D" : "U",
                  day));
    }
    return text.toString();
  }

  private void contract(String name, String format, String classification, String more)
      throws IOException {
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    Files.writeString(
        contracts.resolve(name + ".odcs.yaml"),
        CONTRACT.formatted(name, format, folder.resolve("in"), classification, more));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("in")).resolve(name), text);
  }

  private List<String> run(Path home, String... arguments) {
    String[] all =
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--home",
                    home.toString(),
                    "--contracts",
                    folder.resolve("contracts").toString()))
            .toArray(String[]::new);
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream stream = new PrintStream(console, true, StandardCharsets.UTF_8)) {
      System.setOut(stream);
      System.setErr(stream);
      Main.run(all);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return List.of(console.toString(StandardCharsets.UTF_8));
  }

  /** Every event as Spark's event log would have it. */
  private static final class Firehose extends SparkFirehoseListener {
    private final List<String> told;

    Firehose(List<String> told) {
      this.told = told;
    }

    @Override
    public void onEvent(SparkListenerEvent event) {
      told.add(JsonProtocol.sparkEventToJsonString(event));
    }
  }
}
