package dev.jetbridge.pipelines.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The policies of the roles of an installation, by least privilege: each action is one that a call
 * of ours, of a library or of the service in our name takes. What no call of ours shows has the
 * document that says so. Source: Service Authorization Reference, for which actions take which
 * resources.
 */
public final class RolePolicies {
  private static final String GLUE = "glue";
  private static final String EVENTS = "events";
  private static final String STATES = "states";
  private static final String HEAD_OBJECT = "Amazon S3 API, HeadObject, Permissions";
  private static final String GLUE_ROLE = "AWS managed policy AWSGlueServiceRole";
  private static final String[] WRITE_LOGS = {
    "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"
  };
  private static final String PASS_ROLE =
      "IAM user guide, Grant a user permissions to pass a role to an AWS service";

  private final Estate estate;

  public RolePolicies(Estate estate) {
    this.estate = estate;
  }

  /** Each role that the installation has. */
  public List<RolePolicy> all() {
    List<RolePolicy> all = new ArrayList<>();
    estate.jobRoles().forEach(role -> all.add(jobs(role)));
    all.add(applier());
    all.add(copy());
    estate.offlineStores().role().ifPresent(role -> all.add(featureStore()));
    estate.stepFunctionsRole().ifPresent(role -> all.add(stateMachine()));
    estate.eventsRole().ifPresent(role -> all.add(events()));
    return all;
  }

  private RolePolicy jobs(JobRole role) {
    List<Statement> statements = new ArrayList<>();
    Set<String> files = role.writes().files();
    // Service Authorization Reference, AWS Glue: those of databases take no table.
    statements.add(
        Statement.of(
            "Databases",
            estate.databases(role.writes()),
            "glue:GetDatabase",
            "glue:CreateDatabase"));
    statements.add(
        Statement.of("Registry", estate.databases(role.registered()), "glue:UpdateDatabase"));
    statements.add(
        Statement.of(
                "Tables",
                estate.tables(role.writes()),
                "glue:GetTable",
                "glue:CreateTable",
                "glue:UpdateTable")
            .by("Apache Iceberg, AWS integrations, Glue catalog", "glue:CreateTable"));
    // Amazon S3 user guide, "Required permissions for Amazon S3 API operations", of S3A and
    // Iceberg's S3FileIO: multipart uploads are aborted when a task fails.
    statements.add(
        Statement.of(
                "Files",
                estate.objects(files),
                "s3:GetObject",
                "s3:PutObject",
                "s3:DeleteObject",
                "s3:AbortMultipartUpload")
            .by("Apache Iceberg, AWS integrations, S3FileIO", "s3:DeleteObject")
            .by("Apache Hadoop, Working with IAM assumed roles", "s3:AbortMultipartUpload"));
    // Apache Hadoop, "Introducing the Hadoop FileSystem specification", mkdirs: whoever makes a
    // folder looks whether one of those above it is a file, S3A by HeadObject.
    statements.add(
        Statement.of(
            "Folders",
            role.writes().folders().stream()
                .flatMap(folder -> estate.folders(folder).stream())
                .distinct()
                .toList(),
            "s3:GetObject"));
    statements.add(
        Statement.of("Artifacts", List.of(estate.objects(estate.artifacts())), "s3:GetObject"));
    if (!role.reads().databases().isEmpty()) {
      statements.addAll(inputs(role.reads()));
    }
    statements.add(listing(role));
    if (estate.hasWorkflows()) {
      statements.add(Statement.of("WorkflowRun", estate.workflows(), "glue:GetWorkflowRun"));
    }
    statements.add(
        Statement.of(
            "Publications",
            estate.arns(EVENTS, "event-bus/" + estate.eventBus()),
            "events:PutEvents"));
    estate
        .dataExchangeRegion()
        .filter(region -> role.takesDataSets())
        .ifPresent(region -> statements.addAll(dataExchange(region)));
    if (!role.featureGroups().isEmpty()) {
      statements.addAll(featureGroups(role.featureGroups()));
    }
    if (!role.onlineStores().isEmpty()) {
      statements.addAll(onlineStores(role.onlineStores()));
    }
    if (!estate.secrets().isEmpty()) {
      statements.addAll(secrets());
    }
    statements.addAll(logs());
    if (!estate.keys().isEmpty()) {
      statements.add(keys());
    }
    String service = estate.emrApplication().isPresent() ? "emr-serverless" : GLUE;
    return new RolePolicy(
        role.name(), Optional.of(role.arn()), List.of(service + ".amazonaws.com"), statements);
  }

  /** What jobs read of other domains, as Iceberg does: the entry of a table and its files. */
  private List<Statement> inputs(Holdings inputs) {
    return List.of(
        Statement.of("Inputs", estate.tables(inputs), "glue:GetTable"),
        Statement.of("InputFiles", estate.objects(inputs.files()), "s3:GetObject"));
  }

  /**
   * Without a condition: S3 says 404 of an object that is not there only to who may list the bucket
   * whatever the prefix.
   */
  private Statement listing(JobRole role) {
    List<String> locations = new ArrayList<>(role.writes().files());
    locations.addAll(role.reads().files());
    locations.add(estate.artifacts());
    return Statement.of("Listing", estate.buckets(locations), "s3:ListBucket").by(HEAD_OBJECT);
  }

  private List<Statement> dataExchange(String region) {
    String service = "arn:" + estate.partition() + ":dataexchange:" + region + ":";
    String guide = "AWS Data Exchange user guide, AWS Data Exchange API permissions";
    return List.of(
        Statement.of("DataSets", Statement.ANY, "dataexchange:ListDataSets"),
        Statement.of(
                "Revisions",
                List.of(service + ":data-sets/*"),
                "dataexchange:ListDataSetRevisions",
                "dataexchange:GetRevision",
                "dataexchange:ListRevisionAssets",
                "dataexchange:GetAsset")
            .by(guide, "dataexchange:GetAsset"),
        Statement.of("NewExports", Statement.ANY, "dataexchange:CreateJob")
            .where("dataexchange:JobType", "EXPORT_ASSET_TO_SIGNED_URL"),
        Statement.of(
            "Exports",
            List.of(service + estate.account() + ":jobs/*"),
            "dataexchange:StartJob",
            "dataexchange:GetJob"),
        new Statement(
                "ExportedAssets",
                List.of("s3:GetObject"),
                List.of("arn:" + estate.partition() + ":s3:::*aws-data-exchange*"),
                Map.of(
                    "ForAnyValue:StringEquals",
                    Map.of("aws:CalledVia", List.of("dataexchange.amazonaws.com"))),
                Map.of())
            .by(guide));
  }

  /**
   * AWS Secrets Manager user guide, "Identity-based policies": a name is followed by six characters
   * in the ARN; "Secret encryption and decryption": the key of Secrets Manager itself needs no
   * statement.
   */
  private List<Statement> secrets() {
    List<Statement> statements = new ArrayList<>();
    statements.add(Statement.of("Secrets", estate.secrets(), "secretsmanager:GetSecretValue"));
    estate
        .secretsKey()
        .ifPresent(
            key ->
                statements.add(
                    Statement.of("SecretsKey", List.of(estate.keyArn(key)), "kms:Decrypt")
                        .where(
                            "kms:ViaService",
                            "secretsmanager." + estate.region() + ".amazonaws.com")
                        .by("AWS Secrets Manager user guide, Secret encryption and decryption")));
    return statements;
  }

  private List<Statement> featureGroups(Set<String> groups) {
    List<Statement> statements = new ArrayList<>();
    statements.add(
        Statement.of(
                "FeatureGroups",
                groupArns(groups),
                "sagemaker:DescribeFeatureGroup",
                "sagemaker:CreateFeatureGroup",
                "sagemaker:UpdateFeatureGroup",
                "sagemaker:AddTags")
            .by("Amazon SageMaker AI API, CreateFeatureGroup, Tags", "sagemaker:AddTags")
            // Of a contract that has changed.
            .by(
                "Amazon SageMaker AI API, UpdateFeatureGroup, FeatureAdditions and"
                    + " OnlineStoreConfig",
                "sagemaker:UpdateFeatureGroup"));
    statements.add(Statement.of("FindFeatureGroups", Statement.ANY, "sagemaker:Search"));
    estate
        .offlineStores()
        .role()
        .ifPresent(role -> statements.add(pass("FeatureStoreRole", List.of(role), "sagemaker")));
    return statements;
  }

  private List<String> groupArns(Set<String> groups) {
    return groups.stream()
        .sorted()
        .map(g -> estate.arn("sagemaker", "feature-group/" + g))
        .toList();
  }

  private List<Statement> onlineStores(Set<String> groups) {
    List<Statement> statements = new ArrayList<>();
    statements.add(
        Statement.of(
            "OnlineStores", groupArns(groups), "sagemaker:PutRecord", "sagemaker:DeleteRecord"));
    estate.onlineKey().ifPresent(key -> statements.addAll(onlineKey(key)));
    return statements;
  }

  /** Feature Store uses a key of one's own in the name of who calls it. */
  private List<Statement> onlineKey(String key) {
    String reference = "Amazon SageMaker AI API, OnlineStoreSecurityConfig, KmsKeyId";
    return List.of(
        Statement.of(
                "OnlineStoreKey",
                List.of(estate.keyArn(key)),
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:CreateGrant",
                "kms:RetireGrant",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "kms:GenerateDataKey",
                "kms:ListGrants",
                "kms:RevokeGrant")
            .where("kms:ViaService", "sagemaker." + estate.region() + ".amazonaws.com")
            .by(reference),
        Statement.of("KeyAliases", Statement.ANY, "kms:ListAliases").by(reference));
  }

  private List<Statement> logs() {
    List<String> groups = new ArrayList<>();
    estate
        .logGroup()
        .ifPresent(
            group ->
                groups.addAll(
                    estate.arns("logs", "log-group:" + group, "log-group:" + group + ":*")));
    return estate.emrApplication().isPresent() ? logsOfEmr(groups) : logsOfGlue(groups);
  }

  /** Without a log group of one's own EMR Serverless keeps the logs itself. */
  private List<Statement> logsOfEmr(List<String> groups) {
    if (groups.isEmpty()) {
      return List.of();
    }
    String guide =
        "Amazon EMR Serverless user guide, Logging for EMR Serverless with Amazon CloudWatch";
    return List.of(
        Statement.of(
                "FindLogs",
                estate.arns("logs", "log-group:*"),
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams")
            .by(guide),
        Statement.of("Logs", groups, WRITE_LOGS).by(guide));
  }

  /** See AWS Glue developer guide, "Continuous logging", too. */
  private List<Statement> logsOfGlue(List<String> groups) {
    List<String> all = new ArrayList<>(estate.arns("logs", "log-group:/aws-glue/*"));
    all.addAll(groups);
    return List.of(
        Statement.of("Logs", all, WRITE_LOGS).by(GLUE_ROLE),
        Statement.of("Metrics", Statement.ANY, "cloudwatch:PutMetricData")
            .where("cloudwatch:namespace", "Glue")
            .by(GLUE_ROLE));
  }

  private Statement keys() {
    return Statement.of("Keys", estate.keyArns(), "kms:Decrypt", "kms:GenerateDataKey")
        .by("Amazon S3 user guide, Using server-side encryption with AWS KMS keys");
  }

  private static Statement pass(String sid, List<String> roles, String service) {
    return Statement.of(sid, roles, "iam:PassRole")
        .where("iam:PassedToService", service + ".amazonaws.com")
        .by(PASS_ROLE);
  }

  private RolePolicy applier() {
    List<Statement> statements = new ArrayList<>();
    statements.add(
        Statement.of(
            "Artifacts",
            List.of(estate.objects(estate.artifacts())),
            "s3:GetObject",
            "s3:PutObject"));
    statements.add(
        Statement.of("Listing", List.of(estate.bucket(estate.artifacts())), "s3:ListBucket")
            .by(HEAD_OBJECT));
    statements.add(
        Statement.of(
            "Buckets",
            Stream.concat(estate.files().stream(), Stream.of(estate.artifacts()))
                .map(estate::bucket)
                .distinct()
                .toList(),
            "s3:GetBucketLocation",
            "s3:GetBucketVersioning",
            "s3:GetBucketObjectLockConfiguration"));
    statements.add(
        Statement.of(
            "Inventory",
            Statement.ANY,
            "glue:ListJobs",
            "glue:ListTriggers",
            "glue:ListWorkflows"));
    statements.add(
        Statement.of(
            "Jobs",
            estate.arns(GLUE, "job/" + estate.schedule() + "-*"),
            "glue:BatchGetJobs",
            "glue:CreateJob",
            "glue:UpdateJob",
            "glue:DeleteJob",
            "glue:GetTags",
            "glue:TagResource"));
    statements.add(
        Statement.of(
            "Triggers",
            estate.arns(GLUE, "trigger/" + estate.schedule() + "-*"),
            "glue:BatchGetTriggers",
            "glue:CreateTrigger",
            "glue:UpdateTrigger",
            "glue:DeleteTrigger",
            "glue:TagResource"));
    statements.add(
        Statement.of(
            "Workflows",
            estate.scheduled(GLUE, "workflow"),
            "glue:BatchGetWorkflows",
            "glue:CreateWorkflow",
            "glue:UpdateWorkflow",
            "glue:DeleteWorkflow",
            "glue:TagResource"));
    statements.add(pass("JobRoles", estate.jobRoleArns(), GLUE));
    if (!estate.secrets().isEmpty()) {
      statements.add(
          Statement.of("SecretsInPlace", estate.secrets(), "secretsmanager:DescribeSecret"));
    }
    if (estate.hasRules()) {
      statements.addAll(rules());
    }
    estate.stepFunctionsRole().ifPresent(role -> statements.addAll(stateMachines(role)));
    estate
        .eventsRole()
        .ifPresent(role -> statements.add(pass("EventsRole", List.of(role), EVENTS)));
    return new RolePolicy("applier", Optional.empty(), List.of(), statements);
  }

  private List<Statement> rules() {
    List<String> rules = new ArrayList<>(estate.scheduled(EVENTS, "rule"));
    if (!estate.eventBus().equals("default")) {
      rules.addAll(estate.scheduled(EVENTS, "rule/" + estate.eventBus()));
    }
    return List.of(
        Statement.of("FindRules", Statement.ANY, "events:ListRules"),
        Statement.of(
                "Rules",
                rules,
                "events:PutRule",
                "events:DeleteRule",
                "events:ListTargetsByRule",
                "events:PutTargets",
                "events:RemoveTargets",
                "events:ListTagsForResource",
                "events:TagResource")
            .by("Amazon EventBridge API, PutRule, Tags", "events:TagResource"));
  }

  private List<Statement> stateMachines(String role) {
    return List.of(
        Statement.of(
                "StateMachine",
                estate.arns(STATES, "stateMachine:" + estate.schedule()),
                "states:DescribeStateMachine",
                "states:CreateStateMachine",
                "states:UpdateStateMachine",
                "states:DeleteStateMachine",
                "states:ListTagsForResource",
                "states:TagResource")
            .by("AWS Step Functions API, CreateStateMachine, tags", "states:TagResource"),
        Statement.of("StateMachineRole", List.of(role), "iam:PassRole")
            .where("iam:PassedToService", "states.amazonaws.com", "events.amazonaws.com")
            .by(PASS_ROLE));
  }

  private RolePolicy stateMachine() {
    List<Statement> statements =
        new ArrayList<>(
            estate
                .emrApplication()
                .map(this::emr)
                .orElseGet(
                    () ->
                        List.of(
                            Statement.of(
                                    "Jobs",
                                    estate.arns(GLUE, "job/" + estate.schedule() + "-*"),
                                    "glue:StartJobRun",
                                    "glue:GetJobRun",
                                    "glue:GetJobRuns",
                                    "glue:BatchStopJobRun")
                                .by(
                                    "AWS Step Functions developer guide, IAM policies for calling"
                                        + " AWS Glue"))));
    statements.add(
        Statement.of(
                "Start",
                estate.arns(STATES, "stateMachine:" + estate.schedule()),
                "states:StartExecution")
            .by("Amazon EventBridge user guide, Using identity-based policies"));
    return new RolePolicy(
        "step-functions",
        estate.stepFunctionsRole(),
        List.of("states.amazonaws.com", "events.amazonaws.com"),
        statements);
  }

  private List<Statement> emr(String application) {
    String arn = estate.arn("emr-serverless", "/applications/" + application);
    String guide =
        "AWS Step Functions developer guide, IAM policies for calling Amazon EMR Serverless";
    return List.of(
        Statement.of("Runs", List.of(arn), "emr-serverless:StartJobRun").by(guide),
        Statement.of("RunTags", List.of(arn, arn + "/jobruns/*"), "emr-serverless:TagResource")
            .by("AWS managed policy AmazonSageMakerCanvasFullAccess"),
        Statement.of(
                "RunsUnderWay",
                List.of(arn + "/jobruns/*"),
                "emr-serverless:GetJobRun",
                "emr-serverless:CancelJobRun")
            .by(guide),
        Statement.of(
                "RunsEnded",
                estate.arns(EVENTS, "rule/StepFunctionsGetEventsForEMRServerlessJobRule"),
                "events:PutTargets",
                "events:PutRule",
                "events:DescribeRule")
            .by(guide),
        pass("JobRoles", estate.jobRoleArns(), "emr-serverless"));
  }

  private RolePolicy events() {
    return new RolePolicy(
        "events",
        estate.eventsRole(),
        List.of("events.amazonaws.com"),
        List.of(
            Statement.of(
                    "Workflows",
                    estate.arns(GLUE, "workflow/" + estate.schedule() + "-*"),
                    "glue:NotifyEvent")
                .by(
                    "AWS Glue developer guide, Starting an AWS Glue workflow with an Amazon"
                        + " EventBridge event")));
  }

  private RolePolicy copy() {
    String guide =
        "Amazon Redshift database developer guide, Permissions to access other AWS resources";
    return new RolePolicy(
        "copy",
        Optional.empty(),
        List.of("redshift.amazonaws.com"),
        List.of(
            Statement.of("Ports", estate.objects(estate.ports()), "s3:GetObject").by(guide),
            Statement.of("Listing", estate.buckets(estate.ports()), "s3:ListBucket").by(guide)));
  }

  /** With our bucket and databases. */
  private RolePolicy featureStore() {
    String managed = "AWS managed policy AmazonSageMakerFeatureStoreAccess";
    Holdings stores = estate.offlineStores().holdings();
    List<Statement> statements = new ArrayList<>();
    statements.add(
        Statement.of(
                "OfflineStores",
                estate.objects(stores.files()),
                "s3:GetObject",
                "s3:PutObject",
                "s3:PutObjectAcl")
            .by(managed));
    statements.add(
        Statement.of("Bucket", estate.buckets(stores.files()), "s3:GetBucketAcl").by(managed));
    statements.add(
        Statement.of("Databases", estate.databases(stores), "glue:GetDatabase").by(managed));
    statements.add(
        Statement.of(
                "Tables",
                estate.tables(stores),
                "glue:GetTable",
                "glue:CreateTable",
                "glue:UpdateTable")
            .by(managed));
    if (!estate.keys().isEmpty()) {
      statements.add(keys());
    }
    return new RolePolicy(
        "feature-store",
        estate.offlineStores().role(),
        List.of("sagemaker.amazonaws.com"),
        statements);
  }
}
