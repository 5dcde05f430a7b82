package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.platform.EntryPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;

/**
 * One Glue job a group of products, and one for the upkeep of all. Source: AWS Glue developer
 * guide, "Using job parameters in AWS Glue jobs" and "Programming AWS Glue ETL scripts in Scala".
 *
 * @param spark settings of Spark and of the catalog, which must be there before the session is
 */
record GlueJobs(ScheduleSettings settings, JobFiles files, Map<String, String> spark)
    implements JobStart {
  /** Spark 3.5.6, Scala 2.12, Iceberg 1.10.0: what the jar is built for. */
  private static final String GLUE_VERSION = "5.1";

  private static final int DESCRIPTION = 2048;

  /** The argument that names the jar, and that of the folder for temporary files. */
  static final String JAR = "--extra-jars";

  static final String TEMPORARY = "--TempDir";

  static final String UPKEEP = "maintain";
  static final String SERVE = "serve";

  GlueJobs {
    spark = new TreeMap<>(spark);
  }

  String name(JobGroup group) {
    return settings.name() + "-" + group.id();
  }

  CreateJobRequest request(JobGroup group) {
    return job(
            name(group),
            description(group),
            Map.of("--product", group.listed(), "--scheduled", "true"),
            Optional.of(group.domain()))
        .toBuilder()
        .workerType(settings.workerType(group))
        .numberOfWorkers(settings.workers(group))
        .build();
  }

  @Override
  public String integration() {
    return "glue:startJobRun.sync";
  }

  @Override
  public Map<String, Object> job(JobGroup group) {
    return Map.of("JobName", name(group), "Arguments", Map.of("--as-of.$", AS_OF));
  }

  @Override
  public Map<String, Object> lastJob() {
    return Map.of("JobName", serveName(settings.name()));
  }

  /** A trigger of Glue does. */
  @Override
  public Optional<Map<String, Object>> upkeepJob() {
    return Optional.empty();
  }

  @Override
  public List<String> busy() {
    return List.of(
        "Glue.ConcurrentRunsExceededException",
        "Glue.ResourceNumberLimitExceededException",
        "Glue.InternalServiceException",
        "Glue.OperationTimeoutException");
  }

  String upkeepName() {
    return settings.name() + "-" + UPKEEP;
  }

  /** The job that maintains the tables of all products. */
  CreateJobRequest upkeep() {
    return job(
        upkeepName(),
        "Compacts tables, expires snapshots and removes what is no longer needed.",
        Map.of(EntryPoint.COMMAND, UPKEEP),
        Optional.empty());
  }

  String serveName(String workflow) {
    return workflow + "-" + SERVE;
  }

  /**
   * The last job of a workflow: it serves what is pending and fails while something is missing.
   *
   * @param products those of the workflow; empty for all
   * @param domain that of the workflow; empty for all
   */
  CreateJobRequest serve(String workflow, Optional<String> products, Optional<String> domain) {
    Map<String, String> what = new TreeMap<>(Map.of(EntryPoint.COMMAND, SERVE));
    products.ifPresent(listed -> what.put("--product", listed));
    return job(
        serveName(workflow),
        "Serves what is pending, and fails while a product is not made or not served.",
        what,
        domain);
  }

  private CreateJobRequest job(
      String name, String description, Map<String, String> what, Optional<String> domain) {
    return CreateJobRequest.builder()
        .name(name)
        .description(description)
        .role(settings.role(domain))
        .command(c -> c.name("glueetl").scriptLocation(settings.artifact(JobFiles.SCRIPT)))
        .defaultArguments(arguments(what, settings.home(domain)))
        .glueVersion(GLUE_VERSION)
        .workerType(settings.configured().workerType())
        .numberOfWorkers(settings.configured().workers())
        .timeout(settings.configured().timeoutMinutes())
        // A job tries again by itself what may get well, and Glue would try whatever failed.
        .maxRetries(0)
        // Two of a product at once would only be in each other's way.
        .executionProperty(e -> e.maxConcurrentRuns(1))
        .tags(tags())
        .build();
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>(settings.configured().costTags());
    tags.putAll(settings.tags());
    return tags;
  }

  /** What Glue shows of a job: its products as their contracts state them. */
  private static String description(JobGroup group) {
    String text =
        group.products().stream().map(GlueJobs::description).collect(Collectors.joining(" "));
    return text.substring(0, Math.min(text.length(), DESCRIPTION));
  }

  private static String description(Contract contract) {
    return contract.id()
        + " "
        + contract.version()
        + ": "
        + contract.about().purpose().replaceAll("\\s+", " ").strip();
  }

  private Map<String, String> arguments(Map<String, String> what, String home) {
    Map<String, String> arguments = new TreeMap<>(what);
    arguments.put("--job-language", "scala");
    arguments.put("--class", JobFiles.CLASS);
    arguments.put(JAR, settings.artifact(DeployableJar.NAME));
    // Of Deequ, DQDL and the driver of Redshift, which have their own names in the jar, an older
    // copy of the platform's would win.
    arguments.put("--user-jars-first", "true");
    arguments.put("--extra-files", String.join(",", files.locations(settings)));
    arguments.put("--datalake-formats", "iceberg");
    arguments.put("--conf", chained(spark));
    arguments.put(TEMPORARY, home + "/temporary/");
    // Which files and snapshots were dealt with stands in operations.runs.
    arguments.put("--job-bookmark-option", "job-bookmark-disable");
    arguments.put("--enable-metrics", "true");
    arguments.put("--enable-observability-metrics", "true");
    arguments.put("--enable-continuous-cloudwatch-log", "true");
    settings
        .configured()
        .logGroup()
        .ifPresent(group -> arguments.put("--continuous-log-logGroup", group));
    arguments.put("--config", Config.FILE);
    arguments.put("--home", "/tmp/jetbridge");
    return arguments;
  }

  /** A map of arguments cannot repeat a key, so one --conf holds them all. */
  private static String chained(Map<String, String> spark) {
    return spark.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(" --conf "));
  }
}
