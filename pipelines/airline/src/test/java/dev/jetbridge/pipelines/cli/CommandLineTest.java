package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Ended;
import dev.jetbridge.pipelines.LakeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  private static final Path ROOT = Path.of(System.getProperty("jetbridge.root", "../.."));

  @TempDir private Path home;

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  void worksThroughTheExampleOfTheReadme() throws IOException {
    List<List<String>> commands = readmeCommands();

    Ended dryRun = run(commands.get(0));
    Ended ingest = run(commands.get(1));
    Ended sql = run(commands.get(2));

    assertThat(dryRun.code()).isZero();
    assertThat(dryRun.out())
        .contains("5 records, 4 would be accepted, 1 quarantined")
        .contains("guests must be a whole number, but is a text without digits (type)")
        .contains("Nothing was changed");
    assertThat(ingest.code()).isZero();
    assertThat(ingest.out()).containsPattern("lounge.visits +published +5 +3 +0 +1 +1 ");
    assertThat(sql.out()).containsPattern("DXB +2").containsPattern("LHR +1");
  }

  @Test
  void namesTheNearestProductAndOption() {
    Ended product = run(List.of("products", "loyalty.membres"));
    Ended option = run(List.of("run", "--custmers", "5"));

    assertThat(product.code()).isEqualTo(2);
    assertThat(product.err())
        .contains("Cannot find product loyalty.membres")
        .contains("did you mean loyalty.members?");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("--custmers").contains("--customers");
  }

  @Test
  void listsEveryFaultOfAContract() throws IOException {
    Path contracts = Files.createDirectories(home.resolve("contracts"));
    Files.writeString(
        contracts.resolve("bad.odcs.yaml"),
        Files.readString(ROOT.resolve("docs/example/contracts/lounge/visits.odcs.yaml"))
            .replace("logicalType: timestamp", "logicalType: timestmp")
            .replace("orderColumn, value: entered_at", "orderColum, value: entered_at"));

    Ended plan = run(List.of("plan", "--contracts", contracts.toString()));

    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.err())
        .contains("did you mean timestamp?")
        .contains("did you mean orderColumn?")
        .doesNotContain("\tat ");
    assertThat(plan.out())
        .contains("its contract does not load")
        .contains("loyalty.members")
        .contains("Next:");
    for (List<String> needsIt :
        List.of(List.of("run", "--product", "lounge.visits"), List.of("ingest", "lounge.visits"))) {
      Ended refused = run(plus(needsIt, "--contracts", contracts.toString()));

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).containsOnlyOnce("Cannot load contracts: 3 faults in 1 file");
    }
  }

  @Test
  void refusesAnAsOfBeforeTheDataAndAnotherSampleInTheSameHome() {
    Ended early = run(List.of("run", "--as-of", "1999-01-01"));
    Ended text = run(List.of("plan", "--as-of", "soon"));

    assertThat(early.code()).isEqualTo(2);
    assertThat(early.err())
        .contains("Cannot run as of 1999-01-01: the sample airline begins on 2022-09-01");
    assertThat(text.err()).contains("Invalid as-of: soon");
  }

  /** Until August the sample airline sends a file a month. */
  @Test
  void saysThatNoFileHasBeenDeliveredYet() {
    List<String> bookings = List.of("--product", "reservations.bookings");

    Ended pulled = run(List.of("ingest", "reservations.bookings"));
    Ended first = run(with(bookings, "--customers", "20", "--days", "60", "--as-of", "2023-07-03"));
    Ended later = run(with(bookings, "--as-of", "2023-07-20"));
    Ended again = run(with(bookings, "--as-of", "2023-07-20"));

    assertThat(pulled.code()).isEqualTo(2);
    assertThat(pulled.err())
        .contains("has delivered no file yet; ./jetbridge run --home %s lets it".formatted(home));
    for (Ended ended : List.of(first, later, again)) {
      assertThat(ended.code()).isZero();
      assertThat(ended.out())
          .contains("no file has been delivered yet: the first ones come at the end of 2023-07-31")
          .contains("unchanged: no file in landing")
          .contains("Next:%n  ./jetbridge run --home %s --as-of 2023-07-31".formatted(home));
    }
  }

  @Test
  void asksBeforeItSimulatesYears() {
    Ended eight = run(List.of("run", "--customers", "20", "--as-of", "2031-08-31"));
    Ended many = run(List.of("simulate", "--out", home + "/airline", "--customers", "900000"));

    assertThat(eight.code()).isEqualTo(2);
    assertThat(eight.err())
        .contains("Cannot simulate 3,287 days of 20 customers, 2022-09-01 to 2031-08-31: about ")
        .contains("there is no terminal to ask on; add --yes if it is meant");
    assertThat(many.code()).isEqualTo(2);
    assertThat(many.err()).contains("Cannot simulate 365 days of 900,000 customers, ");
    assertThat(Path.of(home + "/airline")).doesNotExist();
  }

  private static List<String> with(List<String> products, String... options) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(products);
    arguments.addAll(List.of(options));
    return arguments;
  }

  @Test
  void maintainsNothingBeforeItsTimeAndNamesTheNearestProduct() {
    Ended future = run(List.of("maintain", "--as-of", "2999-01-01"));
    Ended unknown = run(List.of("maintain", "loyalty.membres"));

    assertThat(future.code()).isEqualTo(2);
    assertThat(future.err())
        .contains("Cannot maintain as of 2999-01-01T23:59:59.999999Z: it is later than now");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean loyalty.members?");
  }

  @Test
  void readsOnlyInSql() {
    Ended drop = run(List.of("sql", "drop table operations.runs"));
    Ended unknown = run(List.of("sql", "select * from nowhere.nothing"));
    Ended json = run(List.of("sql", "select 1 as one, 'a,b' as two", "--format", "json"));
    Ended csv = run(List.of("sql", "select 1 as one, 'a,b' as two", "--format", "csv"));

    assertThat(drop.code()).isEqualTo(2);
    assertThat(drop.err()).contains("jetbridge sql reads only");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("Cannot answer the query");
    assertThat(json.out()).isEqualTo("{\"one\":1,\"two\":\"a,b\"}\n");
    assertThat(csv.out()).isEqualTo("one,two\n1,\"a,b\"\n");
  }

  @Test
  void plansWithoutChangingAnything() {
    Ended plan = run(List.of("plan"));

    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .contains("0 of " + ContractLoader.bundled().all().size() + " products are due")
        .contains("no file in landing")
        .contains("create");
    assertThat(run(List.of("plan")).out()).isEqualTo(plan.out());
  }

  @Test
  void makesNoHomeToLookAt() {
    Path none = home.resolve("none");
    List<List<String>> commands =
        List.of(
            List.of("runs"),
            List.of("products"),
            List.of("plan"),
            List.of("sql", "select 1"),
            List.of("quarantine", "list"),
            List.of("quarantine", "show", "loyalty.members"),
            List.of("retry"),
            List.of("rebuild", "loyalty.members"),
            List.of("rollback", "loyalty.members", "--to", "x"),
            List.of("maintain"),
            List.of("warehouse", "load"),
            List.of("features", "training-set", "--labels", "x", "--features", "*", "--out", "y"));
    for (List<String> command : commands) {
      Ended ended = run(Stream.concat(command.stream(), Stream.of("--home", none + "")).toList());

      assertThat(ended.code()).as(command.toString()).isEqualTo(2);
      assertThat(ended.err())
          .isEqualTo(
              "Cannot open home %1$s: there is none; create it with ./jetbridge run --home %1$s,"
                      .formatted(none)
                  + " or name another with --home DIR\n");
      assertThat(ended.out()).isEmpty();
    }
    Ended config = run(List.of("run", "--config", "nowhere.properties", "--home", none + ""));
    Ended folder = run(List.of("ingest", "loyalty.members", "--from", "x", "--home", none + ""));
    run(List.of("warehouse", "ddl", "--home", none + ""));

    assertThat(config.code()).isEqualTo(2);
    assertThat(config.err()).contains("nowhere.properties: there is no such file");
    assertThat(folder.err()).contains("Cannot ingest from x: no such folder or file");
    assertThat(none).doesNotExist();
  }

  @Test
  void takesOneFileAndTheFolderOfALocalServer() throws IOException {
    Path files = Files.createDirectories(home.resolve("files"));
    Path example = ROOT.resolve("docs/example/files/visits_20230831.csv");
    Path one = Files.copy(example, files.resolve("visits_1.csv"));
    Files.writeString(files.resolve("other.csv"), "x");
    Files.writeString(
        files.resolve("visits_2.csv"), Files.readString(example).replace("V000", "V001"));
    Path contracts = Files.createDirectories(home.resolve("contracts"));
    Files.writeString(
        contracts.resolve("visits.odcs.yaml"),
        Files.readString(ROOT.resolve("docs/example/contracts/lounge/visits.odcs.yaml"))
            .replace("./visits_*.csv", files + "/visits_*.csv"));
    List<String> ingest =
        List.of("ingest", "lounge.visits", "--contracts", contracts.toString(), "--home");
    Path none = home.resolve("none");

    Ended dry = run(plus(ingest, none.toString(), "--dry-run"));
    Ended first = run(plus(ingest, home + "", "--from", one.toString()));
    Ended misnamed = run(plus(ingest, home + "", "--from", files + "/other.csv"));
    Ended pulled = run(plus(ingest, home + ""));
    Files.copy(one, files.resolve("visits_3.csv"));
    Ended again = run(plus(ingest, home + "", "--dry-run"));

    assertThat(again.code()).isZero();
    assertThat(again.out())
        .contains("visits_1.csv: not taken, it was taken before and counts once")
        .contains("visits_2.csv: not taken, it was taken before and counts once")
        .contains("visits_3.csv: not taken, it has the content of visits_1.csv and counts once")
        .contains("No file is new: the run would change nothing.");
    assertThat(dry.out()).contains("visits_1.csv: 5 records").contains("visits_2.csv: 5 records");
    assertThat(none).doesNotExist();
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left.filter(f -> f.toString().contains("dry-run"))).isEmpty();
    }
    assertThat(first.out()).contains("1 file taken into landing").contains("published");
    assertThat(first.out())
        .contains(
            "Next: ./jetbridge sql --home %s --contracts %s \"select * from lounge.visits"
                .formatted(home, contracts));
    assertThat(misnamed.code()).isEqualTo(2);
    assertThat(misnamed.err()).contains("other.csv: it is not named visits_*.csv");
    assertThat(pulled.out()).contains("1 new file");
    assertThat(pulled.code()).isZero();
  }

  @Test
  void foretellsHowARunEnds() throws IOException {
    Path files = Files.createDirectories(home.resolve("files"));
    String good = Files.readString(ROOT.resolve("docs/example/files/visits_20230831.csv"));
    Files.writeString(files.resolve("visits_waits.csv"), good);
    Files.writeString(files.resolve("visits_short.csv"), good.replace("V000", "V001"));
    Files.writeString(files.resolve("visits_short.csv.ctl"), "ROWS=6");
    Files.writeString(files.resolve("visits_whole.csv"), good.replace("V000", "V002"));
    Files.writeString(files.resolve("visits_whole.csv.ctl"), "ROWS=5");
    Path contracts = Files.createDirectories(home.resolve("contracts"));
    Files.writeString(
        contracts.resolve("visits.odcs.yaml"),
        Files.readString(ROOT.resolve("docs/example/contracts/lounge/visits.odcs.yaml"))
            .replaceAll(" +primaryKey.*\n", "")
            .replaceAll("  - .property: orderColumn.*", "")
            .concat("  - {property: writeMode, value: append}\n")
            .concat("  - {property: fileVersions, value: add}\n")
            .concat("  - {property: controlFile, value: {suffix: .ctl, records: ROWS}}\n"));
    Files.writeString(home.resolve("jetbridge.properties"), "sample-airline=false\n");
    List<String> ingest =
        List.of(
            "ingest", "lounge.visits", "--from", files + "", "--contracts", contracts.toString());

    Ended keyless = run(plus(ingest, "--dry-run"));
    Ended keylessRun = run(ingest);
    Path key = Files.writeString(home.resolve("key"), "a secret of tests");
    Files.writeString(
        home.resolve("jetbridge.properties"),
        "sample-airline=false\npseudonym-key-file=" + key + "\n");
    Ended dry = run(plus(ingest, "--dry-run"));
    Ended run = run(ingest);

    assertThat(keyless.code()).isEqualTo(keylessRun.code()).isEqualTo(2);
    assertThat(keyless.out()).contains("The run would fail: Cannot make tokens of real people");
    assertThat(keylessRun.err()).contains("Cannot make tokens of real people");
    assertThat(keylessRun.out()).doesNotContain("taken into landing");
    assertThat(dry.code()).isEqualTo(run.code()).isZero();
    assertThat(dry.out())
        .contains("visits_short.csv: refused, promise: the file has 5 records, its sender states 6")
        .contains("visits_whole.csv: 5 records, 4 would be accepted, 1 quarantined")
        .contains("visits_waits.csv is waiting for visits_waits.csv.ctl")
        .contains("4 records would be accepted, 1 quarantined.");
    assertThat(run.out())
        .contains("visits_waits.csv is waiting for visits_waits.csv.ctl")
        .contains("1 of 2 files refused: visits_short.csv")
        .containsPattern("lounge.visits +published +5 +4 +0 +0 +1 ");
  }

  private static List<String> plus(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  @Test
  void showsHelpWithExamples() {
    for (String command :
        List.of(
            "run",
            "plan",
            "sql",
            "ingest",
            "products",
            "runs",
            "retry",
            "rebuild",
            "rollback",
            "quarantine",
            "maintain",
            "features",
            "warehouse",
            "simulate",
            "bench",
            "package",
            "schedule")) {
      Ended help = run(List.of(command, "--help"));

      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Examples:").contains("  ./jetbridge " + command);
      assertThat(help.err()).isEmpty();
    }
  }

  private Ended run(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    if (!arguments.contains("--help") && !arguments.contains("--home")) {
      all.addAll(List.of("--home", home.toString()));
    }
    return Ended.of(all);
  }

  /** The commands of the section "Add a product", with paths of this checkout. */
  private static List<List<String>> readmeCommands() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String section =
        readme.substring(readme.indexOf("## Add a product"), readme.indexOf("## Your own airline"));
    List<List<String>> commands = new ArrayList<>();
    for (String line : section.lines().filter(l -> l.startsWith("./jetbridge ")).toList()) {
      List<String> words = new ArrayList<>();
      Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
      while (word.find()) {
        String text = word.group(1) != null ? word.group(1) : word.group(2);
        words.add(text.startsWith("docs/") ? ROOT.resolve(text).toString() : text);
      }
      commands.add(words.subList(1, words.size()));
    }
    return commands;
  }
}
