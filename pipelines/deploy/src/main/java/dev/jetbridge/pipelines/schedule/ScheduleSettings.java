package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.DomainConfig;
import dev.jetbridge.pipelines.config.Domains;
import dev.jetbridge.pipelines.config.ScheduleConfig;
import dev.jetbridge.registry.Databases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What jobs and workflow have in common, complete.
 *
 * @param configured what the configuration says
 * @param home where jobs share files, such as s3://bucket/jetbridge
 * @param artifacts where jar, script and configuration are
 * @param account the account of the role, in which everything is
 * @param eventBus which is told of publications
 * @param domains those of which something else holds
 * @param databases where each domain has its own
 */
record ScheduleSettings(
    ScheduleConfig configured,
    String home,
    String artifacts,
    String role,
    String partition,
    String account,
    String region,
    String eventBus,
    Domains domains,
    Databases databases) {
  /** Tells what is ours from what others made; its value is the schedule's name. */
  static final String TAG = "jetbridge:schedule";

  /** Gigabytes of G.1X and R.1X; the others have as many times more as their names say. */
  private static final int MEMORY_OF_G = 16;

  private static final int MEMORY_OF_R = 32;

  private static final Pattern WORKER = Pattern.compile("([GR])\\.(\\d+)X");

  /** Stands for a warehouse that nobody has configured. */
  static final String WAREHOUSE = "s3://BUCKET/warehouse";

  /** Stands for a region that nobody has configured. */
  private static final String REGION = "xx-region-1";

  private static final Pattern ROLE =
      Pattern.compile("arn:(aws[a-z-]*):iam::(\\d{12}):role/[\\w+=,.@/-]+");

  /**
   * Settings of an installation on AWS, with placeholders for what is missing.
   *
   * @param problems takes every key that is missing or faulty
   */
  static ScheduleSettings of(Config config, List<String> problems) {
    ScheduleConfig schedule = config.schedule();
    if (config.platform() != Config.Platform.AWS) {
      problems.add("platform is local, must be aws");
    }
    String home = location("aws.home", config.aws().home(), problems);
    String artifacts = location("schedule.artifacts", schedule.artifacts(), problems);
    Optional<String> said = role("schedule.role", schedule.role(), problems);
    if (schedule.role().isEmpty()) {
      problems.add("schedule.role is missing");
    }
    role("schedule.step-functions-role", schedule.stepFunctionsRole(), problems);
    role("schedule.events-role", schedule.eventsRole(), problems);
    Matcher role = ROLE.matcher(said.orElse("arn:aws:iam::000000000000:role/JOBS"));
    if (!role.matches()) {
      throw new IllegalStateException("no such role: " + said);
    }
    config
        .domains()
        .configured()
        .forEach((domain, own) -> check("domains." + domain, own, role.group(2), problems));
    return new ScheduleSettings(
        schedule,
        home,
        artifacts,
        role.group(),
        role.group(1),
        role.group(2),
        config.aws().region().isEmpty() ? REGION : config.aws().region(),
        config.aws().eventBus(),
        config.domains(),
        config
            .domains()
            .databases(
                config.aws().catalogId(),
                config.aws().warehouse().isEmpty() ? WAREHOUSE : config.aws().warehouse()));
  }

  /**
   * Jobs take roles of their own account only. Source: IAM user guide, "Grant a user permissions to
   * pass a role to an AWS service".
   */
  private static void check(
      String prefix, DomainConfig domain, String account, List<String> problems) {
    domain.home().ifPresent(home -> location(prefix + ".home", domain.home(), problems));
    role(prefix + ".role", domain.role(), problems)
        .filter(arn -> !arn.split(":", -1)[4].equals(account))
        .ifPresent(
            arn ->
                problems.add(
                    prefix
                        + ".role is "
                        + arn
                        + ", must be a role of account "
                        + account
                        + " like schedule.role: the jobs are there"));
  }

  /** The role of the jobs of a domain; of what is for all domains, the common one. */
  String role(Optional<String> domain) {
    return domain.flatMap(d -> domains.of(d).role()).orElse(role);
  }

  /** Where the jobs of a domain share files; of what is for all domains, the common place. */
  String home(Optional<String> domain) {
    return domain.flatMap(d -> domains.of(d).home()).orElse(home);
  }

  /** The value when it is the ARN of a role. */
  private static Optional<String> role(String key, Optional<String> value, List<String> problems) {
    Optional<String> role = value.filter(arn -> ROLE.matcher(arn).matches());
    if (value.isPresent() && role.isEmpty()) {
      problems.add(key + " is " + value.get() + ", must be the ARN of a role");
    }
    return role;
  }

  private static String location(String key, Optional<String> value, List<String> problems) {
    Optional<String> location = value.filter(v -> v.matches("s3://[^/]+/.+"));
    if (value.isEmpty()) {
      problems.add(key + " is missing");
    } else if (location.isEmpty()) {
      problems.add(key + " is " + value.get() + ", must be of the form s3://bucket/folder");
    }
    return location.orElse("s3://BUCKET/" + key.substring(key.indexOf('.') + 1));
  }

  /** The buckets of domains that are in other accounts than the jobs. */
  Set<String> bucketsOfOthers() {
    return domains.configured().values().stream()
        .filter(domain -> domain.account().filter(a -> !a.equals(account)).isPresent())
        .flatMap(
            domain ->
                Stream.of(domain.warehouse(), domain.home(), domain.portsLocation())
                    .flatMap(Optional::stream))
        .filter(location -> location.startsWith("s3://"))
        .map(location -> location.split("/", 4)[2])
        .collect(Collectors.toSet());
  }

  /** The name of the workflow, with which the names of its jobs begin. */
  String name() {
    return configured.name();
  }

  /** Whether a name is the schedule's or begins with it. */
  boolean owns(String other) {
    return other.equals(name()) || other.startsWith(name() + "-");
  }

  /** The ARN of something in the account. */
  String arn(String service, String resource) {
    return String.join(":", "arn", partition, service, region, account, resource);
  }

  int workers(JobGroup group) {
    return Math.max(configured.workers(), group.most(Contract.Job::workers).orElse(0));
  }

  /** The configured workers, unless a contract needs more memory than they have. */
  String workerType(JobGroup group) {
    return memory(group) == memory()
        ? configured.workerType()
        : "G." + memory(group) / MEMORY_OF_G + "X";
  }

  /** Gigabytes of the workers of a job. */
  int memory(JobGroup group) {
    return Math.max(memory(), group.most(Contract.Job::workerMemory).orElse(0));
  }

  /** Gigabytes of the configured workers. */
  int memory() {
    Matcher type = WORKER.matcher(configured.workerType());
    if (!type.matches()) {
      throw new IllegalStateException("no such worker: " + configured.workerType());
    }
    int unit = type.group(1).equals("R") ? MEMORY_OF_R : MEMORY_OF_G;
    return unit * Integer.parseInt(type.group(2));
  }

  Map<String, String> tags() {
    return Map.of(TAG, name());
  }

  /** The application of EMR Serverless, or a placeholder. */
  String emrApplication() {
    return configured.emrApplication().orElse("APPLICATION");
  }

  String artifact(String file) {
    return artifacts + "/" + file;
  }
}
