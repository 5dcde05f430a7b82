package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.Ended;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's way from a bad file back to a good table. */
class RepairCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("jetbridge.root", "../.."));

  private static final ProductId VISITS = ProductId.parse("lounge.visits");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path home;

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  void mendsARowUndoesARunAndRebuilds() throws IOException {
    Path files = Files.createDirectory(home.resolve("files"));
    Path first = ROOT.resolve("docs/example/files/visits_20230831.csv");
    Files.copy(first, files.resolve("visits_20230831.csv"));
    serveVisits();
    run("ingest", "lounge.visits", "--from", files.toString(), "--as-of", "2023-08-31").done();
    assertThat(served()).isEqualTo(3);

    Ended listed = run("quarantine", "list").done();
    Ended shown = run("quarantine", "show", "lounge.visits").done();
    Path mended = home.resolve("mended.csv");
    run("quarantine", "export", "lounge.visits", "--out", mended.toString()).done();
    Ended again = run("quarantine", "export", "lounge.visits", "--out", mended.toString());
    String text = Files.readString(mended);

    assertThat(listed.out()).contains("visits_20230831.csv", "guests", "must be a whole number");
    assertThat(shown.out()).contains("record 3: guests must be a whole number", "guests: two");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("it exists already");
    assertThat(Files.getPosixFilePermissions(mended)).hasSize(2);

    Path second = Files.createDirectory(home.resolve("second"));
    Files.writeString(
        second.resolve("visits_20230901.csv"),
        Files.readString(first)
            .lines()
            .limit(2)
            .collect(Collectors.joining("\n", "", "\n"))
            .replaceFirst("V\\d{6}", "V999999"));
    run("ingest", "lounge.visits", "--from", second.toString(), "--as-of", "2023-08-31").done();
    assertThat(served()).isEqualTo(4);

    Files.writeString(mended, text.replace("_record", "_recrod"));
    Ended typo = run("quarantine", "replay", "lounge.visits", "--with", mended.toString());
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("it has no column _record");
    Files.writeString(mended, text.replace(",two,", ",2,"));
    Ended replayed =
        run("quarantine", "replay", "lounge.visits", "--with", mended.toString()).done();
    assertThat(replayed.out()).contains("1 of 1 rows left quarantine");
    assertThat(run("quarantine", "list").done().out()).contains("Quarantine is empty.");
    assertThat(served()).isEqualTo(5);

    Ended runs = run("runs", "lounge.visits").done();
    assertThat(runs.out()).containsPattern("replay +2023-08-31").containsPattern("run +2023-08-31");
    List<String> ids = ids(runs.out());
    Ended rolledBack = run("rollback", "lounge.visits", "--to", ids.get(2)).done();
    assertThat(rolledBack.out())
        .contains(
            "Runs to withdraw:",
            ids.get(0),
            ids.get(1),
            "No product was made from them.",
            "Done: ");
    assertThat(served()).isEqualTo(3);
    assertThat(run("runs", "lounge.visits").done().out())
        .containsPattern(ids.get(0) + ".*withdrawn");
    assertThat(run("quarantine", "list").done().out()).contains("guests");

    run("retry", "lounge.visits").done();
    assertThat(served()).isEqualTo(4);
    Ended rebuilt = run("rebuild", "lounge.visits").done();
    assertThat(rebuilt.out()).containsPattern("lounge.visits +published +6 +5 +0 +1 +0 ");
    assertThat(served()).isEqualTo(5);
    assertThat(run("quarantine", "list").done().out()).contains("Quarantine is empty.");
    assertThat(run("retry").done().out()).contains("Nothing to run again");
  }

  @Test
  void saysWhatCannotBeDone() throws IOException {
    Files.createDirectory(home.resolve("home"));
    serveVisits();
    Ended none = run("rollback", "lounge.visits", "--to", "abc");
    Ended never = run("rebuild", "lounge.visits");
    Ended made = run("quarantine", "list", "customer360.purchases");
    Ended unseen = run("retry", "--accept-anomalies");

    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("no run that counts has the id abc");
    assertThat(never.err()).contains("it was never published");
    assertThat(made.err()).contains("only files have rows that are rejected");
    assertThat(unseen.code()).isEqualTo(2);
    assertThat(unseen.err()).contains("--accept-anomalies needs the products");
  }

  /** A contract of the visits with ports, in a folder of the test. */
  private void serveVisits() throws IOException {
    Path contract = ROOT.resolve("docs/example/contracts/lounge/visits.odcs.yaml");
    Path own = Files.createDirectories(contracts().resolve("lounge"));
    Files.writeString(
        own.resolve("visits.odcs.yaml"),
        Files.readString(contract).replace("        classification: identifier\n", "")
            + "  - {property: outputPorts, value: [table, parquet, event]}\n");
  }

  private Path contracts() {
    return home.resolve("contracts");
  }

  /** The rows of the version that the table, the ports, the plan and the page have alike. */
  private long served() throws IOException {
    Path lake = home.resolve("home");
    Table table = new Lake(SparkSessions.open(EmbeddedCatalog.open(lake))).table(VISITS);
    String main = Long.toString(table.snapshot("main").snapshotId());
    String metadata = ((HasTableOperations) table).operations().current().metadataFileLocation();
    JsonNode manifest = JSON.readTree(lake.resolve("ports/lounge/visits/current.json").toFile());
    long rows = manifest.get("rows").asLong();

    assertThat(main).isEqualTo(manifest.get("snapshot").asText());
    assertThat(Files.readString(lake.resolve("report/event-plan.json")))
        .contains(manifest.get("snapshot").asText());
    assertThat(Files.readString(lake.resolve("report/registration-plan.json"))).contains(metadata);
    assertThat(Files.readString(lake.resolve("report/index.html")))
        .containsPattern("(?s)lounge.visits.{0,900}\\b" + rows + "\\b");
    return rows;
  }

  private static List<String> ids(String out) {
    List<String> ids = new ArrayList<>();
    Matcher id = Pattern.compile("\\b[0-9a-f]{16}\\b").matcher(out);
    while (id.find()) {
      ids.add(id.group());
    }
    return ids;
  }

  private Ended run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--home", home.resolve("home").toString()));
    all.addAll(List.of("--contracts", contracts().toString()));
    return Ended.of(all);
  }
}
