package dev.jetbridge.pipelines.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an installation has in an account.
 *
 * @param partition such as aws
 * @param schedule the name with which those of its jobs, triggers and workflows begin
 * @param artifacts where jar, script, configuration and files of secrets are
 * @param files that are of no domain: warehouse, home, ports
 * @param ports where the Parquet ports are, which COPY reads
 * @param offlineStores databases and files of offline stores
 * @param eventBus which is told of publications
 * @param jobRoles that jobs have
 * @param emrApplication that runs the jobs; empty where Glue does
 * @param hasWorkflows whether workflows of Glue start the jobs
 * @param alarms whether a topic is told of failures
 * @param secrets of Secrets Manager that jobs read, ARNs or patterns of them
 * @param secretsKey of KMS by which they are encrypted; empty for that of Secrets Manager
 * @param onlineKey of KMS by which online stores are encrypted; empty for that of the service
 * @param keys of KMS by which jobs and offline stores encrypt, ids or ARNs
 */
public record Estate(
    String partition,
    String region,
    String account,
    String schedule,
    String artifacts,
    List<String> files,
    Set<String> ports,
    OfflineStores offlineStores,
    String eventBus,
    List<JobRole> jobRoles,
    Optional<String> stepFunctionsRole,
    Optional<String> eventsRole,
    Optional<String> emrApplication,
    boolean hasWorkflows,
    boolean alarms,
    Optional<String> logGroup,
    Optional<String> dataExchangeRegion,
    List<String> secrets,
    Optional<String> secretsKey,
    Optional<String> onlineKey,
    List<String> keys) {
  /**
   * Where SageMaker keeps offline stores.
   *
   * @param holdings with files such as s3://bucket/warehouse/feature-store
   * @param role that it takes
   */
  public record OfflineStores(Holdings holdings, Optional<String> role) {}

  /** Whether rules of EventBridge belong to it. */
  boolean hasRules() {
    return alarms || stepFunctionsRole.isPresent() || eventsRole.isPresent();
  }

  String arn(String service, String resource) {
    return arn(service, account, resource);
  }

  private String arn(String service, String owner, String resource) {
    return String.join(":", "arn", partition, service, region, owner, resource);
  }

  List<String> arns(String service, String... resources) {
    return List.of(resources).stream().map(r -> arn(service, r)).toList();
  }

  /** All objects below a location such as s3://bucket/folder. */
  String objects(String location) {
    return "arn:" + partition + ":s3:::" + location.replaceFirst("^s3a?://", "") + "/*";
  }

  /** A location itself and what it is in, as objects, below its bucket. */
  List<String> folders(String location) {
    List<String> folders = new ArrayList<>();
    String key = location.replaceFirst("^s3a?://", "");
    for (; key.contains("/"); key = key.substring(0, key.lastIndexOf('/'))) {
      folders.add("arn:" + partition + ":s3:::" + key);
    }
    return folders;
  }

  String bucket(String location) {
    return "arn:" + partition + ":s3:::" + location.split("/", 4)[2];
  }

  /** Databases, and their catalogs, which Glue asks for beside them. */
  List<String> databases(Holdings holdings) {
    List<String> arns = new ArrayList<>();
    holdings
        .databases()
        .forEach(
            (owner, named) -> {
              arns.add(arn("glue", owner, "catalog"));
              named.stream().sorted().forEach(d -> arns.add(arn("glue", owner, "database/" + d)));
            });
    return arns;
  }

  /** All tables of databases, and what Glue asks for beside them. */
  List<String> tables(Holdings holdings) {
    List<String> arns = databases(holdings);
    holdings
        .databases()
        .forEach(
            (owner, named) ->
                named.stream()
                    .sorted()
                    .forEach(d -> arns.add(arn("glue", owner, "table/" + d + "/*"))));
    return arns;
  }

  List<String> objects(Collection<String> locations) {
    return locations.stream().map(this::objects).distinct().toList();
  }

  List<String> buckets(Collection<String> locations) {
    return locations.stream().map(this::bucket).distinct().toList();
  }

  /** The roles of jobs, each once. */
  List<String> jobRoleArns() {
    return jobRoles.stream().map(JobRole::arn).toList();
  }

  /** The workflows that run; those of domains are started by publications. */
  List<String> workflows() {
    return eventsRole.isPresent()
        ? scheduled("glue", "workflow")
        : arns("glue", "workflow/" + schedule);
  }

  /** What has the schedule's name. */
  List<String> scheduled(String service, String kind) {
    return arns(service, kind + "/" + schedule, kind + "/" + schedule + "-*");
  }

  /** The keys as IAM names them. */
  List<String> keyArns() {
    return keys.stream().map(this::keyArn).distinct().toList();
  }

  String keyArn(String key) {
    return key.startsWith("arn:") ? key : arn("kms", "key/" + key);
  }
}
