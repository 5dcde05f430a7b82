package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.Main;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.policy.RolePolicy;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.spark.actions.SparkActions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two domains in databases and buckets of their own, one of them in another account, each made with
 * its own role: real Spark and Iceberg to counterparts, each call held against the policy of the
 * role. Landing and ports are on this disk, since Spark here has no S3A.
 */
@Tag("soak")
class DomainsOnAwsTest {
  private static final Account ACCOUNT = new Account("aws", "eu-west-1", "123456789012");
  private static final String ROLES = "arn:aws:iam::123456789012:role/";
  private static final ProductId LEGS = ProductId.parse("flightops.flight_legs");
  private static final ProductId DISRUPTION = ProductId.parse("analytics.route_disruption");

  private static final String SETTINGS =
      """
      platform=aws
      aws.region=eu-west-1
      aws.warehouse=s3://lake/warehouse
      aws.home=s3://lake/home
      schedule.artifacts=s3://lake/artifacts
      schedule.role=%1$sjobs
      domains.operations.database=prod_operations
      domains.flightops.account=210987654321
      domains.flightops.database=prod_flightops
      domains.flightops.warehouse=s3://flights/tables
      domains.flightops.home=s3://flights/home
      domains.flightops.role=%1$sflightops
      domains.analytics.database=prod_analytics
      domains.analytics.warehouse=s3://marts/tables
      domains.analytics.home=s3://marts/home
      domains.analytics.role=%1$sanalytics
      """
          .formatted(ROLES);

  @TempDir private Path folder;
  private Moto moto;
  private Gatekeeper keeper;
  private Path running;

  @BeforeEach
  void starts() throws IOException {
    assumeTrue(Moto.isInstalled(), "moto_server is not on this machine");
    LakeTest.lake();
    moto = Moto.start(ACCOUNT.id(), folder.resolve("moto.log"));
    keeper = Gatekeeper.start(ACCOUNT, service -> moto.address(), new WorkflowRuns(), Faults.NONE);
    signAs(keeper.admit("operator", ""));
    try (S3Client s3 =
        aws(AwsService.S3)
            .configure(AwsService.S3, S3Client.builder())
            .forcePathStyle(true)
            .build()) {
      for (String bucket : List.of("lake", "flights", "marts")) {
        s3.createBucket(
            b ->
                b.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
      }
    }
    keeper.enforce(policies());
    StringBuilder settings =
        new StringBuilder(
            SETTINGS
                .replace("s3://lake/home", folder + "/common")
                .replace("s3://flights/home", folder + "/flights")
                .replace("s3://marts/home", folder + "/marts"));
    for (AwsService service :
        List.of(AwsService.GLUE, AwsService.S3, AwsService.EVENTBRIDGE, AwsService.SAGEMAKER)) {
      settings.append(service.endpointKey()).append('=').append(keeper.address()).append('\n');
    }
    running = Files.writeString(folder.resolve("running.properties"), settings);
  }

  @AfterEach
  void stops() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    if (moto != null) {
      keeper.close();
      moto.close();
    }
  }

  @Test
  void eachDomainIsMadeInItsPlaceWithItsRole() throws IOException {
    make(LEGS, "flightops", "2023-08-30");
    make(DISRUPTION, "analytics", "2023-08-30");
    make(LEGS, "flightops", "2023-08-31");
    make(DISRUPTION, "analytics", "2023-08-31");
    Table disruption = entry("prod_analytics", "route_disruption");
    make(DISRUPTION, "analytics", "2023-08-31");

    assertThat(new RehearsalReport(keeper.calls(), Map.of()).refused()).isEmpty();
    assertThat(entry("prod_analytics", "route_disruption").parameters())
        .isEqualTo(disruption.parameters())
        .containsEntry("jetbridge.product", DISRUPTION.toString());
    assertThat(disruption.storageDescriptor().location())
        .startsWith("s3://marts/tables/prod_analytics.db/route_disruption");
    assertThat(entry("prod_flightops", "flight_legs").storageDescriptor().location())
        .startsWith("s3://flights/tables/prod_flightops.db/flight_legs");
    assertThat(entry("prod_operations", "runs").storageDescriptor().location())
        .startsWith("s3://lake/warehouse/prod_operations.db/runs");
    assertThat(
            keeper.calls().stream()
                .filter(call -> call.caller().name().equals("analytics"))
                .flatMap(call -> call.needs().stream())
                .map(Permission::toString))
        .contains(
            "glue:GetTable on"
                + " arn:aws:glue:eu-west-1:210987654321:table/prod_flightops/flight_legs")
        .noneMatch(need -> need.startsWith("s3:PutObject on arn:aws:s3:::flights"));
    assertThat(folder.resolve("flights/landing/flightops.flight_legs")).isNotEmptyDirectory();
    assertThat(folder.resolve("flights/ports/flightops/flight_legs/current.json")).exists();
    assertThat(folder.resolve("marts/ports/analytics/route_disruption/current.json")).exists();
    assertThat(folder.resolve("common")).doesNotExist();

    signAs(keeper.admit("upkeep", ROLES + "jobs"));
    try (Workspace workspace = Workspace.open(home(), Optional.of(running), List.of())) {
      Lake lake = workspace.lake();
      assertThat(lake.history(LEGS)).hasSizeGreaterThan(1);
      SparkActions upkeep = SparkActions.get(lake.spark());
      upkeep.rewriteDataFiles(lake.table(LEGS)).option("rewrite-all", "true").execute();
      upkeep
          .expireSnapshots(lake.table(LEGS))
          .expireOlderThan(System.currentTimeMillis())
          .retainLast(1)
          .execute();
      assertThat(lake.table(LEGS).snapshots()).hasSize(1);
      assertThat(lake.spark().sql("select file_path from " + Lake.name(LEGS) + ".files").count())
          .isPositive();
    }
    assertThat(new RehearsalReport(keeper.calls(), Map.of()).refused()).isEmpty();

    signAs(keeper.admit("flightops again", ROLES + "flightops"));
    assertThat(command("rebuild", DISRUPTION.toString())).isNotZero();
    assertThat(new RehearsalReport(keeper.calls(), Map.of()).refused()).isNotEmpty();
  }

  private void make(ProductId product, String domain, String day) {
    signAs(keeper.admit(domain, ROLES + domain));
    assertThat(
            command(
                "run",
                "--scheduled",
                "--as-of",
                day,
                "--product",
                product.toString(),
                "--customers",
                "20",
                "--days",
                "3"))
        .isZero();
  }

  private int command(String... line) {
    StringWriter said = new StringWriter();
    List<String> all = new java.util.ArrayList<>(List.of(line));
    all.addAll(List.of("--home", home().toString(), "--config", running.toString()));
    int code = Main.run(new PrintWriter(said, true), all.toArray(new String[0]));
    if (code != 0) {
      System.err.println(said);
    }
    return code;
  }

  private Path home() {
    return folder.resolve("home");
  }

  /** As the schedule of the installation has them. */
  private Map<String, Policy> policies() throws IOException {
    Path scheduled = Files.writeString(folder.resolve("scheduled.properties"), SETTINGS);
    Map<String, Policy> policies = new TreeMap<>();
    try (Workspace workspace =
        Workspace.open(folder.resolve("none"), Optional.of(scheduled), List.of())) {
      for (RolePolicy role :
          Schedule.of(workspace, Schedule.Target.GLUE, Optional.empty()).policies()) {
        if (role.arn().isPresent()) {
          policies.put(role.arn().get(), Policy.of(role));
        }
      }
    }
    return policies;
  }

  private Table entry(String database, String name) {
    signAs(keeper.admit("operator", ""));
    try (GlueClient glue =
        aws(AwsService.GLUE).configure(AwsService.GLUE, GlueClient.builder()).build()) {
      return glue.getTable(t -> t.databaseName(database).name(name)).table();
    }
  }

  private AwsSettings aws(AwsService service) {
    return new AwsSettings(ACCOUNT.region(), Map.of(service, keeper.address()));
  }

  private static void signAs(Caller caller) {
    System.setProperty("aws.accessKeyId", caller.accessKey());
    System.setProperty("aws.secretAccessKey", Caller.SECRET);
  }
}
