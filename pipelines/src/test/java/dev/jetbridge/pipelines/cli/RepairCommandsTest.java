package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

  private record Ended(int code, String out, String err) {}

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  void mendsARowUndoesARunAndRebuilds() throws IOException {
    Path files = Files.createDirectory(home.resolve("files"));
    Path first = ROOT.resolve("docs/example/files/visits_20230831.csv");
    Files.copy(first, files.resolve("visits_20230831.csv"));
    ended(run("ingest", "lounge.visits", "--from", files.toString(), "--as-of", "2023-08-31"));

    Ended listed = ended(run("quarantine", "list"));
    Ended shown = ended(run("quarantine", "show", "lounge.visits"));
    Path mended = home.resolve("mended.csv");
    ended(run("quarantine", "export", "lounge.visits", "--out", mended.toString()));
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
        ended(run("quarantine", "replay", "lounge.visits", "--with", mended.toString()));
    assertThat(replayed.out()).contains("1 of 1 rows left quarantine");
    assertThat(ended(run("quarantine", "list")).out()).contains("Quarantine is empty.");
    assertThat(rows()).isEqualTo(4);

    Ended runs = ended(run("runs", "lounge.visits"));
    assertThat(runs.out()).containsPattern("replay +2023-08-31").containsPattern("run +2023-08-31");
    List<String> ids = ids(runs.out());
    Ended rolledBack = ended(run("rollback", "lounge.visits", "--to", ids.get(1)));
    assertThat(rolledBack.out())
        .contains("Runs to withdraw:", ids.get(0), "No product was made from them.", "Done: ");
    assertThat(rows()).isEqualTo(3);
    assertThat(ended(run("runs", "lounge.visits")).out())
        .containsPattern(ids.get(0) + ".*withdrawn");
    assertThat(ended(run("quarantine", "list")).out()).contains("guests");

    Ended rebuilt = ended(run("rebuild", "lounge.visits"));
    assertThat(rebuilt.out()).containsPattern("lounge.visits +published +5 +4 +0 +1 +0 ");
    assertThat(rows()).isEqualTo(4);
    assertThat(ended(run("quarantine", "list")).out()).contains("Quarantine is empty.");
    assertThat(ended(run("retry")).out()).contains("Nothing to run again");
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
            .matcher(ended(run("sql", "select count(*) n from lounge.visits")).out());
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

  private static Ended ended(Ended ended) {
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  private Ended run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--home");
    all.add(home.resolve("home").toString());
    all.add("--contracts");
    all.add(ROOT.resolve("docs/example/contracts").toString());
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(all.toArray(new String[0]));
      return new Ended(
          code, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
