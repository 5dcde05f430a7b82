package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Main;
import dev.jetbridge.pipelines.airline.SampleAirline;
import dev.jetbridge.pipelines.airline.ServedAirline;
import dev.jetbridge.pipelines.cli.Jetbridge;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.servers.redshift.Cut;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * The sample as it would run on AWS, from the deployable jar: a first day on which a job is killed
 * and Glue fails for a while; a next day on which a file is poisoned and each service fails some
 * job; that day again, calm; the upkeep. The warehouse dies in a load, and its COPY is refused. Its
 * rows are those of runs on this machine's disk, in the warehouse too, and its roles need all that
 * their policies grant and nothing else.
 */
@Tag("soak")
class RehearsedSampleTest {
  private static final Path TARGET =
      Path.of(System.getProperty("jetbridge.root", "../..")).resolve("pipelines/app/target");

  private static final String PLATFORM = "rehearsal-platform.txt";
  private static final LocalDate FIRST = SampleAirline.DEFAULT_LAST_DAY;
  private static final LocalDate NEXT = FIRST.plusDays(1);

  /** Files that come every day. */
  private static final String FLIGHTS = "airline/sources/flightops/flight_legs_%s.jsonl";

  private static final byte[] POISON = {0x1f, (byte) 0x8b, 0, '{', '"', (byte) 0xff, '\n'};

  private static final String JOBS = "arn:aws:iam::123456789012:role/jetbridge-jobs";

  private static final String COPY = "arn:aws:iam::123456789012:role/jetbridge-copy";

  /** Of each product: its rows, and a sum over all their values. */
  private static final String DIGESTS =
      ContractLoader.bundled().all().stream()
          .map(RehearsedSampleTest::digest)
          .collect(Collectors.joining(" union all ", "", " order by 1"));

  @TempDir private Path folder;

  private final PlannedFaults faults = new PlannedFaults();

  @AfterEach
  void forgetsCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void publishesTheRowsOfARunOnOneMachineWhateverHappens() throws IOException {
    rehearse(
        Schedule.Target.GLUE,
        (rehearsal, airline) -> {
          firstDay(rehearsal, airline);
          nextDay(rehearsal, airline);
        });
  }

  /** A file is poisoned, and comes again as it should be. */
  @Test
  void publishesThemAsRunsOfEmrServerless() throws IOException {
    rehearse(
        Schedule.Target.EMR,
        (rehearsal, airline) -> {
          assertThat(apply(rehearsal)).isPositive();
          byte[] sent = replace(folder.resolve(FLIGHTS.formatted("20230831")), POISON);
          assertThat(run(rehearsal, FIRST).notStarted()).isEmpty();
          replace(folder.resolve(FLIGHTS.formatted("20230831")), sent);
          assertThat(run(rehearsal, FIRST).isWhole()).isTrue();
          local(rehearsal, airline, FIRST);
        });
  }

  @Test
  void publishesThemAsRunsOfStepFunctions() throws IOException {
    rehearse(
        Schedule.Target.STEPFUNCTIONS,
        (rehearsal, airline) -> {
          assertThat(apply(rehearsal)).isPositive();
          runThroughADeadWarehouse(rehearsal);
          assertThat(apply(rehearsal)).isZero();
          local(rehearsal, airline, FIRST);
        });
  }

  /** What happens to a schedule that is applied and run. */
  @FunctionalInterface
  private interface Story {
    void tell(Rehearsal rehearsal, ServedAirline airline) throws IOException;
  }

  private void rehearse(Schedule.Target target, Story story) throws IOException {
    assumeTrue(Moto.isInstalled(), "moto_server is not on this machine");
    assumeTrue(
        Files.exists(TARGET.resolve(DeployableJar.NAME)) && Files.exists(TARGET.resolve(PLATFORM)),
        "the jar and its platform are not built: run ./jetbridge schedule rehearse first");
    try (ServedAirline airline = ServedAirline.in(folder, 60, 5)) {
      RehearsedSettings settings = RehearsedSettings.of(Optional.empty(), target, true);
      settings.put(Config.properties(airline.configuration()));
      try (Rehearsal rehearsal =
          Rehearsal.open(
              target,
              settings,
              DeployableJar.in(TARGET),
              target == Schedule.Target.GLUE ? platformWithAnOlderDeequ() : TARGET,
              folder,
              Optional.of(airline.dataExchange()),
              faults)) {
        try {
          story.tell(rehearsal, airline);
          upkeep(rehearsal);
          hasTheRowsOfADisk(rehearsal);
        } finally {
          report(rehearsal)
              .print(
                  new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                  folder.resolve("needs.txt"));
        }
        policies(rehearsal);
      }
    }
  }

  /** The file as it was sent, with other content. */
  private static byte[] replace(Path file, byte[] content) throws IOException {
    byte[] before = Files.readAllBytes(file);
    FileTime sent = Files.getLastModifiedTime(file);
    Files.write(file, content);
    Files.setLastModifiedTime(file, sent);
    return before;
  }

  /** Which must not win: each job judges its rows by what is in the jar. */
  private Path platformWithAnOlderDeequ() throws IOException {
    Path build = Files.createDirectories(folder.resolve("build"));
    Path older = OlderDeequ.in(build.resolve("deequ-1.0.jar"), "the platform's");
    String classPath = Files.readString(TARGET.resolve(PLATFORM)).strip();
    Files.writeString(build.resolve(PLATFORM), older + File.pathSeparator + classPath);
    return build;
  }

  private void firstDay(Rehearsal rehearsal, ServedAirline airline) {
    assertThat(apply(rehearsal)).isPositive();
    faults.killAtCommit(5);
    faults.fail(2, 500, "glue", "UpdateTable", "loyalty");
    Outcome disturbed = run(rehearsal, FIRST);
    assertThat(disturbed.ended().values()).containsOnlyOnce(JobRunState.FAILED);
    assertThat(disturbed.notStarted()).isNotEmpty();
    // The next run of the workflow makes up for it, and its last job for a load that died.
    runThroughADeadWarehouse(rehearsal);
    local(rehearsal, airline, FIRST);
    hasTheRowsOfADisk(rehearsal);
  }

  private void nextDay(Rehearsal rehearsal, ServedAirline airline) throws IOException {
    airline.deliverThrough(NEXT);
    byte[] sent = replace(folder.resolve(FLIGHTS.formatted("20230901")), POISON);
    assertThat(apply(rehearsal)).isZero();
    faults.fail(3, 503, "s3", "PUT", "customer360");
    faults.fail(2, 503, "s3", "GET", "reservations");
    faults.fail(2, 400, "glue", "GetTable", "retail");
    rehearsal.warehouse().ifPresent(w -> faults.fail(4, 500, "s3", "GET", "COPY"));
    // The last job tries again, and in vain.
    faults.fail(Integer.MAX_VALUE, 500, "dataexchange", "", "");
    faults.fail(Integer.MAX_VALUE, 500, "events", "PutEvents", "customer360");
    faults.fail(Integer.MAX_VALUE, 500, "sagemaker", "", "features");
    Outcome disturbed = run(rehearsal, NEXT);
    assertThat(faults.unmet()).isEmpty();
    assertThat(disturbed.notStarted()).isEmpty();
    assertThat(disturbed.ended())
        .allSatisfy(
            (job, state) ->
                assertThat(state)
                    .as(job)
                    .isEqualTo(
                        job.endsWith("-serve") ? JobRunState.FAILED : JobRunState.SUCCEEDED));

    faults.cease();
    replace(folder.resolve(FLIGHTS.formatted("20230901")), sent);
    assertThat(run(rehearsal, NEXT).isWhole()).isTrue();
    local(rehearsal, airline, NEXT);
    hasTheRowsOfADisk(rehearsal);
  }

  /** What a job could not load, the last one does. */
  private static void runThroughADeadWarehouse(Rehearsal rehearsal) {
    rehearsal.warehouse().ifPresent(w -> w.server().cut(new Cut("MERGE INTO", false)));
    assertThat(run(rehearsal, FIRST).isWhole()).isTrue();
    rehearsal.warehouse().ifPresent(w -> assertThat(w.server().isToCut()).isFalse());
  }

  private void hasTheRowsOfADisk(Rehearsal rehearsal) {
    assertThat(remote(rehearsal)).isEqualTo(local());
    if (rehearsal.warehouse().isPresent()) {
      try (Connection warehouse = rehearsal.warehouse().get().server().connect()) {
        assertThat(WarehouseRows.in(warehouse)).isEqualTo(remote(rehearsal, WarehouseRows.QUERY));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void upkeep(Rehearsal rehearsal) {
    assertThat(rehearsal.runBeside(RehearsedSampleTest::tell).isWhole()).isTrue();
  }

  private static RehearsalReport report(Rehearsal rehearsal) {
    return new RehearsalReport(rehearsal.calls(), rehearsal.policies());
  }

  private static void policies(Rehearsal rehearsal) {
    assertThat(report(rehearsal).refused()).isEmpty();
    for (String role : List.of(JOBS, COPY)) {
      assertThat(rehearsal.policies().get(role).unused())
          .as(role)
          .filteredOn(unused -> unused.document().isEmpty())
          .isEmpty();
    }
  }

  private int apply(Rehearsal rehearsal) {
    try (Workspace workspace =
        Workspace.open(folder.resolve("home"), Optional.of(rehearsal.configuration()), List.of())) {
      return rehearsal.apply(workspace).lines().size();
    }
  }

  private static Outcome run(Rehearsal rehearsal, LocalDate day) {
    return rehearsal.run(Optional.of(day.toString()), RehearsedSampleTest::tell);
  }

  private static void tell(JobRun run) {
    System.err.printf("%s %s %.1f s%n", run.job(), run.state(), run.seconds());
    if (run.state() != JobRunState.SUCCEEDED) {
      System.err.println(JobProcess.reason(run.folder()));
    }
  }

  /** The same files, on a disk. */
  private void local(Rehearsal rehearsal, ServedAirline airline, LocalDate day) {
    signAs(rehearsal.operator());
    int code =
        Main.run(
            "run",
            "--home",
            folder.resolve("local").toString(),
            "--config",
            airline.configuration().toString(),
            "--as-of",
            day.toString());
    assertThat(code).isZero();
  }

  private static void signAs(Caller caller) {
    System.setProperty("aws.accessKeyId", caller.accessKey());
    System.setProperty("aws.secretAccessKey", Caller.SECRET);
  }

  private String local() {
    return answer(DIGESTS, "--home", folder.resolve("local").toString());
  }

  private String remote(Rehearsal rehearsal) {
    return remote(rehearsal, DIGESTS);
  }

  private String remote(Rehearsal rehearsal, String query) {
    signAs(rehearsal.operator());
    return answer(
        query,
        "--home",
        folder.resolve("looked").toString(),
        "--config",
        rehearsal.configuration().toString());
  }

  private static String answer(String query, String... options) {
    StringWriter said = new StringWriter();
    List<String> arguments = new java.util.ArrayList<>(List.of("sql", query, "--format", "csv"));
    arguments.addAll(List.of(options));
    int code =
        Jetbridge.line()
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(said, true))
            .execute(arguments.toArray(new String[0]));
    assertThat(code).isZero();
    return said.toString();
  }

  private static String digest(Contract contract) {
    String columns =
        contract.columns().stream()
            .map(column -> "`" + column.name() + "`")
            .collect(Collectors.joining(","));
    return "select '%1$s' as product, count(*) as n, sum(cast(xxhash64(to_json(struct(%2$s))) as decimal(20,0))) as hash from %1$s"
        .formatted(contract.id(), columns);
  }
}
