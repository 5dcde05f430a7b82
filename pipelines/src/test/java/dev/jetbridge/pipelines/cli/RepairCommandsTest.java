package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.Ended;
import dev.jetbridge.pipelines.LakeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's way from a bad file back to a good table. */
class RepairCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("jetbridge.root", ".."));

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
    run("ingest", "lounge.visits", "--from", files.toString(), "--as-of", "2023-08-31").done();

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

    Files.writeString(mended, text.replace("_record", "_recrod"));
    Ended typo = run("quarantine", "replay", "lounge.visits", "--with", mended.toString());
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.err()).contains("it has no column _record");
    Files.writeString(mended, text.replace(",two,", ",2,"));
    Ended replayed =
        run("quarantine", "replay", "lounge.visits", "--with", mended.toString()).done();
    assertThat(replayed.out()).contains("1 of 1 rows left quarantine");
    assertThat(run("quarantine", "list").done().out()).contains("Quarantine is empty.");
    assertThat(rows()).isEqualTo(4);

    Ended runs = run("runs", "lounge.visits").done();
    assertThat(runs.out()).containsPattern("replay +2023-08-31").containsPattern("run +2023-08-31");
    List<String> ids = ids(runs.out());
    Ended rolledBack = run("rollback", "lounge.visits", "--to", ids.get(1)).done();
    assertThat(rolledBack.out())
        .contains("Runs to withdraw:", ids.get(0), "No product was made from them.", "Done: ");
    assertThat(rows()).isEqualTo(3);
    assertThat(run("runs", "lounge.visits").done().out())
        .containsPattern(ids.get(0) + ".*withdrawn");
    assertThat(run("quarantine", "list").done().out()).contains("guests");

    Ended rebuilt = run("rebuild", "lounge.visits").done();
    assertThat(rebuilt.out()).containsPattern("lounge.visits +published +5 +4 +0 +1 +0 ");
    assertThat(rows()).isEqualTo(4);
    assertThat(run("quarantine", "list").done().out()).contains("Quarantine is empty.");
    assertThat(run("retry").done().out()).contains("Nothing to run again");
  }

  @Test
  void saysWhatCannotBeDone() throws IOException {
    Files.createDirectory(home.resolve("home"));
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

  private long rows() {
    Matcher rows =
        Pattern.compile("(?m)^ *(\\d+)$")
            .matcher(run("sql", "select count(*) n from lounge.visits").done().out());
    assertThat(rows.find()).isTrue();
    return Long.parseLong(rows.group(1));
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
    all.addAll(List.of("--contracts", ROOT.resolve("docs/example/contracts").toString()));
    return Ended.of(all);
  }
}
