package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.platform.EntryPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jobs as runs of an application of EMR Serverless. Source: Amazon EMR Serverless API,
 * StartJobRun; EMR Serverless user guide, "Using Spark configurations when you run EMR Serverless
 * jobs" and "Using Apache Iceberg with EMR Serverless"; AWS Step Functions developer guide, "Create
 * and manage Amazon EMR Serverless applications with Step Functions".
 *
 * <p>The jar comes after the platform's class path, as with any submission of Spark: the release
 * has none of the libraries that keep their names in the jar, and spark.driver.userClassPathFirst,
 * which Spark calls experimental, would load the plugin of the session apart from Spark's own
 * classes.
 */
record EmrJobs(ScheduleSettings settings, String application, JobFiles files) implements JobStart {
  /** The jar of Iceberg that the release brings. */
  private static final String ICEBERG = "/usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar";

  /** Gigabytes a core of the workers of both platforms. */
  private static final int MEMORY_OF_A_CORE = 4;

  /** The largest worker of EMR Serverless has 16 cores and 120 gigabytes. */
  private static final int MOST_CORES = 16;

  private static final int MOST_MEMORY = 120;

  /** Spark adds a tenth of the memory that it is told of. */
  private static final double OVERHEAD = 1.1;

  @Override
  public String integration() {
    return "emr-serverless:startJobRun.sync";
  }

  @Override
  public Map<String, Object> job(JobGroup group) {
    String listed =
        run(group).stream().map(argument -> "'" + argument + "'").collect(Collectors.joining(", "));
    String arguments = "States.Array(" + listed + ", '--as-of', " + AS_OF + ")";
    return capitalised(
        request(
            group.id(),
            settings.role(Optional.of(group.domain())),
            Map.of("entryPointArguments.$", arguments),
            settings.workers(group),
            settings.memory(group)));
  }

  @Override
  public Map<String, Object> lastJob() {
    return capitalised(command("serve"));
  }

  @Override
  public Optional<Map<String, Object>> upkeepJob() {
    return Optional.of(capitalised(command("maintain")));
  }

  @Override
  public List<String> busy() {
    return List.of(
        "EMRServerless.ServiceQuotaExceededException",
        "EMRServerless.ConflictException",
        "EMRServerless.InternalServerException");
  }

  /**
   * The requests by the names of their jobs, as {@code aws emr-serverless start-job-run} has them.
   */
  Map<String, Map<String, Object>> requests(JobGraph graph) {
    Map<String, Map<String, Object>> requests = new TreeMap<>();
    for (JobGroup group : graph.all()) {
      requests.put(
          settings.name() + "-" + group.id(),
          request(
              group.id(),
              settings.role(Optional.of(group.domain())),
              Map.of("entryPointArguments", run(group)),
              settings.workers(group),
              settings.memory(group)));
    }
    for (String command : List.of("serve", "maintain")) {
      requests.put(settings.name() + "-" + command, command(command));
    }
    return requests;
  }

  private Map<String, Object> command(String command) {
    List<String> line = Stream.concat(Stream.of(command), installation().stream()).toList();
    return request(
        command,
        settings.role(),
        Map.of("entryPointArguments", line),
        settings.configured().workers(),
        settings.memory());
  }

  private static List<String> run(JobGroup group) {
    List<String> line = new ArrayList<>(List.of("run", "--scheduled", "--product", group.listed()));
    line.addAll(installation());
    return line;
  }

  private static List<String> installation() {
    return List.of("--config", Config.FILE, "--home", "/tmp/jetbridge");
  }

  private Map<String, Object> request(
      String name, String role, Map<String, Object> arguments, int workers, int memory) {
    Map<String, Object> spark = new LinkedHashMap<>(arguments);
    spark.put("entryPoint", settings.artifact(DeployableJar.NAME));
    spark.put("sparkSubmitParameters", parameters(workers, memory));
    Map<String, String> tags = new TreeMap<>(settings.configured().costTags());
    tags.putAll(settings.tags());
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("applicationId", application);
    request.put("executionRoleArn", role);
    request.put("name", settings.name() + "-" + name);
    request.put("jobDriver", Map.of("sparkSubmit", new TreeMap<>(spark)));
    request.put("executionTimeoutMinutes", settings.configured().timeoutMinutes());
    settings
        .configured()
        .logGroup()
        .ifPresent(
            group ->
                request.put(
                    "configurationOverrides",
                    Map.of(
                        "monitoringConfiguration",
                        Map.of(
                            "cloudWatchLoggingConfiguration",
                            new TreeMap<>(Map.of("enabled", true, "logGroupName", group))))));
    request.put("tags", tags);
    return request;
  }

  private String parameters(int workers, int memory) {
    int cores = Math.min(MOST_CORES, memory / MEMORY_OF_A_CORE);
    int heap = (int) (Math.min(MOST_MEMORY, memory) / OVERHEAD);
    Map<String, Object> conf = new LinkedHashMap<>();
    conf.put("spark.jars", ICEBERG);
    conf.put("spark.files", String.join(",", files.locations(settings)));
    for (String part : List.of("driver", "executor")) {
      conf.put("spark." + part + ".cores", cores);
      conf.put("spark." + part + ".memory", heap + "g");
    }
    conf.put("spark.dynamicAllocation.enabled", false);
    // The driver is one of the workers.
    conf.put("spark.executor.instances", workers - 1);
    return "--class "
        + EntryPoint.COMMAND_LINE.className()
        + conf.entrySet().stream()
            .map(e -> " --conf " + e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining());
  }

  /** Step Functions writes the members of a request with capitals, and leaves tags as they are. */
  private static Map<String, Object> capitalised(Map<String, Object> request) {
    Map<String, Object> capitals = new LinkedHashMap<>();
    request.forEach(
        (name, value) ->
            capitals.put(
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                value instanceof Map<?, ?> members && !name.equals("tags")
                    ? capitalised(members(members))
                    : value));
    return capitals;
  }

  private static Map<String, Object> members(Map<?, ?> map) {
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((name, value) -> members.put((String) name, value));
    return members;
  }
}
