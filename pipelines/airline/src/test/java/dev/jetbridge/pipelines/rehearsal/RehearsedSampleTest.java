package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Main;
import dev.jetbridge.pipelines.airline.SampleAirline;
import dev.jetbridge.pipelines.airline.ServedAirline;
import dev.jetbridge.pipelines.cli.Jetbridge;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * The sample as it would run on Glue, from the deployable jar: a first day on which a job is killed
 * and Glue fails for a while, a calm next day, and that day again. Its rows are those of runs on
 * this machine's disk.
 */
@Tag("soak")
class RehearsedSampleTest {
  private static final Path TARGET =
      Path.of(System.getProperty("jetbridge.root", "../..")).resolve("pipelines/app/target");

  private static final LocalDate FIRST = SampleAirline.DEFAULT_LAST_DAY;
  private static final LocalDate NEXT = FIRST.plusDays(1);

  @TempDir private Path folder;

  private final AtomicInteger commits = new AtomicInteger();

  @AfterEach
  void forgetsCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void publishesTheRowsOfARunOnOneMachineWhateverHappens() {
    assumeTrue(Moto.isInstalled(), "moto_server is not on this machine");
    assumeTrue(
        Files.exists(TARGET.resolve(DeployableJar.NAME))
            && Files.exists(TARGET.resolve("rehearsal-platform.txt")),
        "the jar and its platform are not built: run ./jetbridge schedule rehearse first");
    try (ServedAirline airline = ServedAirline.in(folder, 60, 5)) {
      RehearsedSettings settings = RehearsedSettings.of(Optional.empty(), Schedule.Target.GLUE);
      settings.put(RehearsedSettings.read(airline.configuration()));
      try (Rehearsal rehearsal =
          Rehearsal.open(
              Schedule.Target.GLUE,
              settings,
              DeployableJar.in(TARGET),
              TARGET,
              folder,
              Optional.of(airline.dataExchange()),
              List.of(Filter.beforeHandler("faults", this::disturb)))) {
        assertThat(apply(rehearsal)).isPositive();
        run(rehearsal, FIRST);
        // The one that was killed; the next run of the workflow makes up for it.
        assertThat(rehearsal.ended()).filteredOn(r -> r.state() == JobRunState.FAILED).hasSize(1);
        assertThat(run(rehearsal, FIRST).isWhole()).isTrue();
        local(rehearsal, airline, FIRST);
        assertThat(remote(rehearsal)).isEqualTo(local());

        airline.deliverThrough(NEXT);
        assertThat(apply(rehearsal)).isZero();
        assertThat(run(rehearsal, NEXT).isWhole()).isTrue();
        assertThat(rehearsal.runBeside(RehearsedSampleTest::tell).isWhole()).isTrue();
        local(rehearsal, airline, NEXT);
        assertThat(remote(rehearsal)).isEqualTo(local());

        assertThat(new RehearsalReport(rehearsal.calls(), rehearsal.policies()).refused())
            .isEmpty();
      }
    }
  }

  /** Commits of the first day: one kills the job that makes it, later ones fail with status 500. */
  private void disturb(HttpExchange exchange) {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    if (!target.endsWith(".UpdateTable")) {
      return;
    }
    int number = commits.incrementAndGet();
    if (number == 5) {
      // The job that makes it: jobs run one after another, each is a child of this process.
      ProcessHandle.current()
          .children()
          .filter(child -> child.info().command().orElse("").endsWith("java"))
          .forEach(ProcessHandle::destroyForcibly);
    } else if (number == 15 || number == 16) {
      try (exchange) {
        exchange.getRequestBody().readAllBytes();
        Refusal.json(500, "{\"__type\":\"InternalServiceException\"}").send(exchange);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
    return digests("--home", folder.resolve("local").toString());
  }

  private String remote(Rehearsal rehearsal) {
    signAs(rehearsal.operator());
    return digests(
        "--home",
        folder.resolve("looked").toString(),
        "--config",
        rehearsal.configuration().toString());
  }

  /** Of each product: its rows, and a sum over all their values. */
  private static String digests(String... options) {
    String query =
        ContractLoader.bundled().all().stream()
            .map(RehearsedSampleTest::digest)
            .collect(Collectors.joining(" union all ", "", " order by 1"));
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
