package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.Ended;
import dev.jetbridge.pipelines.LakeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home with a contract that does not load, a refused file, no place for a page, a lost table. */
class FaultyHomeTest {
  private static final Path ROOT = Path.of(System.getProperty("jetbridge.root", "../.."));

  @TempDir private Path folder;

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  void saysOfEachFaultWhatItStopsAndWhatNot() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    Path files = Files.createDirectory(folder.resolve("files"));
    Path key = Files.writeString(folder.resolve("key"), "a secret of tests");
    Files.writeString(
        home.resolve("jetbridge.properties"),
        "sample-airline=false\npseudonym-key-file=" + key + "\n");
    String visits =
        Files.readString(ROOT.resolve("docs/example/contracts/lounge/visits.odcs.yaml"))
            .replace("./visits_*.csv", files + "/visits_*.csv");
    Files.writeString(contracts.resolve("visits.odcs.yaml"), visits);
    Files.writeString(
        contracts.resolve("guests.odcs.yaml"),
        visits
            .replace("lounge.visits", "lounge.guests")
            .replace("name: visits", "name: guests")
            .replace("logicalType: timestamp", "logicalType: timestmp"));
    Files.copy(
        ROOT.resolve("docs/example/files/visits_20230831.csv"), files.resolve("visits_1.csv"));

    Ended one = run("run", "--product", "lounge.visits");
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out())
        .containsPattern("lounge.visits +published")
        .doesNotContain("lounge.guests");
    assertThat(one.err()).containsOnlyOnce("did you mean timestamp?");

    Files.writeString(files.resolve("visits_2.csv"), "who,when\nI,now\n");
    Path page = home.resolve("report/index.html");
    Files.delete(page);
    Files.createFile(Files.createDirectories(page).resolve("in-the-way"));
    Ended whole = run("run");
    assertThat(whole.code()).isEqualTo(4);
    assertThat(whole.out())
        .containsPattern("lounge.visits +refused")
        .containsPattern("lounge.guests +failed")
        .contains("Next:");
    assertThat(whole.err())
        .contains("failed: lounge.guests: its contract does not load, see its faults above")
        .contains("refused: Cannot publish lounge.visits: its only file was refused: visits_2.csv")
        .contains("no report: Cannot write " + page)
        .doesNotContain("bug of Jetbridge", "\tat ");

    Ended listed = run("quarantine", "list");
    assertThat(listed.out())
        .contains("visits_1.csv", "Refused by a last run that took nothing")
        .containsPattern("lounge.visits +visits_2.csv");

    try (Stream<Path> metadata = Files.list(home.resolve("warehouse/lounge/visits/metadata"))) {
      for (Path file : metadata.filter(f -> f.toString().endsWith(".metadata.json")).toList()) {
        Files.delete(file);
      }
    }
    Map<String, String> said =
        Map.of("plan", "it cannot be planned, see below", "products", "cannot be read");
    for (String look : List.of("plan", "products")) {
      Ended looked = run(look);
      assertThat(looked.code()).as(look).isEqualTo(4);
      assertThat(looked.out())
          .containsPattern("lounge.visits .* " + said.get(look))
          .containsPattern("loyalty.members ")
          .contains("Next:");
      assertThat(looked.err()).contains("a file of a table is missing (", ".metadata.json)");
    }
  }

  private Ended run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--home", folder.resolve("home").toString()));
    all.addAll(List.of("--contracts", folder.resolve("contracts").toString()));
    return Ended.of(all);
  }
}
