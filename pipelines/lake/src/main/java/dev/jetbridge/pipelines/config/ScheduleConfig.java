package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the products run by themselves, in the account of the role. What is missing is missed when a
 * schedule is made.
 *
 * @param name of the workflow, and what the names of its jobs and triggers begin with
 * @param artifacts where jar, script and configuration of the jobs are, such as
 *     s3://bucket/artifacts
 * @param role the ARN of the role that the jobs have
 * @param workers workers of a job, the driver's among them
 * @param cron when it runs, as cron(…) in UTC; empty to follow the contracts
 * @param upkeepCron when {@code jetbridge maintain} runs, likewise
 * @param stepFunctionsRole the ARN of the role that a state machine and its rule have
 * @param eventsRole the ARN of the role by which publications start workflows
 * @param alarmTopic the ARN of the topic of SNS that is told of jobs that failed; empty for none
 * @param logGroup the log group of the jobs; empty for that of Glue
 * @param costTags tags of the jobs, by which costs are told apart
 * @param emrApplication the id of the application of EMR Serverless that runs the jobs
 */
public record ScheduleConfig(
    String name,
    Optional<String> artifacts,
    Optional<String> role,
    String workerType,
    int workers,
    int timeoutMinutes,
    Optional<String> cron,
    String upkeepCron,
    Optional<String> stepFunctionsRole,
    Optional<String> eventsRole,
    Optional<String> alarmTopic,
    Optional<String> logGroup,
    Map<String, String> costTags,
    Optional<String> emrApplication) {
  static final List<String> KEYS =
      List.of(
          "schedule.name",
          "schedule.artifacts",
          "schedule.role",
          "schedule.worker-type",
          "schedule.workers",
          "schedule.timeout-minutes",
          "schedule.cron",
          "schedule.upkeep-cron",
          "schedule.step-functions-role",
          "schedule.events-role",
          "schedule.alarm-topic",
          "schedule.log-group",
          "schedule.cost-tags",
          "schedule.emr-application");

  private static final String[] NONE = {};

  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");

  /** Amazon CloudWatch Logs API, CreateLogGroup. */
  private static final Pattern LOG_GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");

  /** Once a week is enough for daily runs; at noon those of the night have ended. */
  private static final String SUNDAYS = "cron(0 12 ? * SUN *)";

  /** The workers of Glue 5.1 for batch jobs: general ones and those with more memory. */
  private static final List<String> WORKER_TYPES =
      List.of("G.1X", "G.2X", "G.4X", "G.8X", "G.12X", "G.16X", "R.1X", "R.2X", "R.4X", "R.8X");

  /** Whether rules of EventBridge may belong to it. */
  public boolean hasRules() {
    return stepFunctionsRole.isPresent() || eventsRole.isPresent() || alarmTopic.isPresent();
  }

  private static Optional<String> alarmTopic(Config.Reading reading) {
    Optional<String> topic = reading.text("schedule.alarm-topic");
    topic
        .filter(arn -> !TOPIC.matcher(arn).matches())
        .ifPresent(
            arn ->
                reading.problems.add(
                    "schedule.alarm-topic is " + arn + ", must be the ARN of a topic of SNS"));
    return topic;
  }

  private static Optional<String> logGroup(Config.Reading reading) {
    Optional<String> group = reading.text("schedule.log-group");
    group
        .filter(name -> !LOG_GROUP.matcher(name).matches())
        .ifPresent(
            name ->
                reading.problems.add(
                    "schedule.log-group is "
                        + name
                        + ", must be the name of a log group, such as /jetbridge/jobs"));
    return group;
  }

  private static Map<String, String> costTags(Config.Reading reading) {
    Map<String, String> tags = new TreeMap<>();
    for (String tag : reading.text("schedule.cost-tags").map(t -> t.split(",")).orElse(NONE)) {
      String[] parts = tag.strip().split("=", 2);
      if (parts.length < 2 || parts[0].isBlank() || parts[0].startsWith("aws:")) {
        reading.problems.add(
            "schedule.cost-tags holds " + tag.strip() + ", must be of the form key=value,…");
      } else {
        tags.put(parts[0].strip(), parts[1].strip());
      }
    }
    return Map.copyOf(tags);
  }

  static ScheduleConfig of(Config.Reading reading) {
    String name = reading.text("schedule.name").orElse("jetbridge");
    if (!NAME.matcher(name).matches()) {
      reading.problems.add(
          "schedule.name is " + name + ", must be lower case letters, digits and hyphens");
    }
    String workerType = reading.text("schedule.worker-type").orElse("G.1X");
    if (!WORKER_TYPES.contains(workerType)) {
      reading.problems.add(
          "schedule.worker-type is " + workerType + NearestName.hint(workerType, WORKER_TYPES));
    }
    return new ScheduleConfig(
        name,
        reading.text("schedule.artifacts").map(a -> a.replaceAll("/+$", "")),
        reading.text("schedule.role"),
        workerType,
        reading.number("schedule.workers", 2, 2, 299),
        reading.number("schedule.timeout-minutes", 120, 1, 10080),
        reading.text("schedule.cron"),
        reading.text("schedule.upkeep-cron").orElse(SUNDAYS),
        reading.text("schedule.step-functions-role"),
        reading.text("schedule.events-role"),
        alarmTopic(reading),
        logGroup(reading),
        costTags(reading),
        reading.text("schedule.emr-application"));
  }
}
