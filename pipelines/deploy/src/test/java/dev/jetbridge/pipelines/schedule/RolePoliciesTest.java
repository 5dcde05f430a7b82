package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.mesh.ContractFiles;
import dev.jetbridge.pipelines.policy.RolePolicy;
import dev.jetbridge.pipelines.policy.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies against the calls that the code makes. */
class RolePoliciesTest {
  private static final String PSEUDONYM_KEY =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:key-AbCdEf";

  private static final String SETTINGS =
      Installation.WITH_EVENTS.replace(
              "pseudonym-key-file=/etc/jetbridge/pseudonym-key",
              "pseudonym-key-secret=" + PSEUDONYM_KEY)
          + """
          aws.event-bus=products
          aws.encryption=kms
          aws.encryption-key=1111-2222
          schedule.alarm-topic=arn:aws:sns:eu-west-1:123456789012:alarms
          schedule.log-group=/jetbridge/jobs
          schedule.emr-application=00abc
          warehouse.url=jdbc:redshift://warehouse.example.com:5439/marts
          warehouse.user=loader
          warehouse.password-secret=warehouse#password
          aws.secrets-key=3333-4444
          aws.feature-store-online-key=5555-6666
          """;

  private static final String ONLINE = "features.online_segments\nname: online_segments";

  /** What IAM calls a service whose package of the SDK has another name. */
  private static final Map<String, String> PREFIXES =
      Map.of("eventbridge", "events", "sfn", "states", "sagemakerfeaturestoreruntime", "sagemaker");

  /** Source: Amazon S3 user guide, "Required permissions for Amazon S3 API operations". */
  private static final Map<String, String> OTHER_ACTIONS =
      Map.of(
          "s3:HeadObject",
          "s3:GetObject",
          "s3:GetObjectLockConfiguration",
          "s3:GetBucketObjectLockConfiguration");

  /** Calls for which a contract must change: no day of the sample makes them. */
  private static final Set<String> RARELY = Set.of("sagemaker:UpdateFeatureGroup");

  private static final Set<String> OURS = Set.of("jobs", "applier");

  /** Actions that take no resource. Source: Service Authorization Reference. */
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "glue:ListJobs",
          "glue:ListTriggers",
          "glue:ListWorkflows",
          "events:ListRules",
          "dataexchange:ListDataSets",
          "dataexchange:CreateJob",
          "sagemaker:Search",
          "kms:ListAliases",
          "cloudwatch:PutMetricData");

  @TempDir private Path folder;

  @Test
  void allowsEachCallOfTheCodeAndNothingThatNeitherCallNorDocumentNeeds() throws IOException {
    Set<String> called = calls();
    Set<String> allowed = new TreeSet<>();
    for (RolePolicy policy : all()) {
      for (Statement statement : policy.statements()) {
        allowed.addAll(statement.actions());
        for (String action : statement.actions()) {
          boolean documented = statement.documents().containsKey(action);
          assertThat(documented || called.contains(action)).as(action).isTrue();
          // A role of ours makes its own calls; others are of services.
          if (OURS.contains(policy.name())
              && !statement.sid().equals("ExportedAssets")
              && !RARELY.contains(action)) {
            assertThat(documented && called.contains(action)).as(action).isFalse();
          }
        }
        assertThat(statement.actions()).containsAll(statement.documents().keySet());
      }
    }

    assertThat(called)
        .contains("glue:GetWorkflowRun", "sagemaker:CreateFeatureGroup", "events:PutEvents")
        .hasSizeGreaterThan(30);
    assertThat(allowed).containsAll(called);
  }

  @Test
  void namesActionsAndResourcesWhereverIamTakesThem() throws IOException {
    for (RolePolicy policy : all()) {
      for (Statement statement : policy.statements()) {
        assertThat(statement.sid()).matches("[A-Za-z0-9]+");
        assertThat(statement.actions()).isNotEmpty().noneMatch(action -> action.contains("*"));
        assertThat(statement.resources()).isNotEmpty();
        if (statement.resources().contains("*")) {
          assertThat(WITHOUT_RESOURCE).containsAll(statement.actions());
        } else {
          assertThat(statement.resources()).allMatch(r -> r.matches("arn:aws:[a-z0-9-]+:.+"));
          assertThat(statement.actions()).doesNotContainAnyElementsOf(WITHOUT_RESOURCE);
        }
      }
      assertThat(policy.statements()).extracting(Statement::sid).doesNotHaveDuplicates();
    }
  }

  @Test
  void givesEachRoleItsOwn() throws IOException {
    Map<String, RolePolicy> policies = policies(Schedule.Target.GLUE);

    assertThat(policies)
        .containsOnlyKeys("jobs", "applier", "step-functions", "events", "copy", "feature-store");
    assertThat(resources(policies.get("jobs"), "glue:UpdateTable"))
        .contains(
            "arn:aws:glue:eu-west-1:123456789012:catalog",
            "arn:aws:glue:eu-west-1:123456789012:database/operations",
            "arn:aws:glue:eu-west-1:123456789012:table/loyalty/*",
            "arn:aws:glue:eu-west-1:123456789012:table/features_feature_store/*");
    assertThat(resources(policies.get("jobs"), "s3:PutObject"))
        .containsExactlyInAnyOrder(
            "arn:aws:s3:::lake/warehouse/*",
            "arn:aws:s3:::lake/home/*",
            "arn:aws:s3:::lake/home/ports/*");
    // S3A asks for the folders above a new one as for objects, and 403 ends the job.
    assertThat(resources(policies.get("jobs"), "s3:GetObject"))
        .contains("arn:aws:s3:::lake/home", "arn:aws:s3:::lake/home/ports")
        .doesNotContain("arn:aws:s3:::lake", "arn:aws:s3:::lake/warehouse");
    // Those of a rehearsal that no call needed.
    String glue = "arn:aws:glue:eu-west-1:123456789012:";
    assertThat(resources(policies.get("jobs"), "glue:UpdateDatabase"))
        .contains(glue + "catalog", glue + "database/loyalty")
        .doesNotContain(glue + "database/operations", glue + "database/features_feature_store");
    assertThat(resources(policies.get("applier"), "glue:CreateJob"))
        .containsExactly(glue + "job/jetbridge-*");
    assertThat(resources(policies.get("applier"), "glue:CreateTrigger"))
        .containsExactly(glue + "trigger/jetbridge-*");
    assertThat(resources(policies.get("jobs"), "kms:GenerateDataKey"))
        .containsExactly(
            "arn:aws:kms:eu-west-1:123456789012:key/5555-6666",
            "arn:aws:kms:eu-west-1:123456789012:key/1111-2222");
    assertThat(resources(policies.get("jobs"), "secretsmanager:GetSecretValue"))
        .containsExactly(
            PSEUDONYM_KEY, "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warehouse-??????")
        .isEqualTo(resources(policies.get("applier"), "secretsmanager:DescribeSecret"));
    assertThat(policies.get("jobs").statements())
        .filteredOn(s -> s.sid().equals("SecretsKey"))
        .singleElement()
        .satisfies(
            s ->
                assertThat(s.conditions().toString() + s.resources())
                    .contains("key/3333-4444", "kms:ViaService=[secretsmanager.eu-west-1."));
    // Records are put into the one online store there is.
    String groups = "arn:aws:sagemaker:eu-west-1:123456789012:feature-group/features-";
    assertThat(resources(policies.get("jobs"), "sagemaker:CreateFeatureGroup")).hasSize(3);
    assertThat(resources(policies.get("jobs"), "sagemaker:PutRecord"))
        .containsExactly(groups + "online_segments")
        .isEqualTo(resources(policies.get("jobs"), "sagemaker:DeleteRecord"));
    assertThat(resources(policies.get("jobs"), "kms:CreateGrant"))
        .containsExactly("arn:aws:kms:eu-west-1:123456789012:key/5555-6666");
    assertThat(resources(policies.get("copy"), "s3:GetObject"))
        .containsExactly("arn:aws:s3:::lake/home/ports/*");
    assertThat(resources(policies.get("feature-store"), "glue:UpdateTable"))
        .contains("arn:aws:glue:eu-west-1:123456789012:table/features_feature_store/*")
        .noneMatch(r -> r.contains("loyalty"));
    assertThat(resources(policies.get("events"), "glue:NotifyEvent"))
        .containsExactly("arn:aws:glue:eu-west-1:123456789012:workflow/jetbridge-*");
    assertThat(resources(policies.get("applier"), "events:PutRule"))
        .contains("arn:aws:events:eu-west-1:123456789012:rule/products/jetbridge-*");
    assertThat(resources(policies.get("applier"), "iam:PassRole"))
        .containsExactlyInAnyOrder(
            "arn:aws:iam::123456789012:role/jetbridge-jobs",
            "arn:aws:iam::123456789012:role/jetbridge-schedule",
            "arn:aws:iam::123456789012:role/jetbridge-events");
  }

  /** Whoever runs the jobs is trusted with their role, and nothing else starts them. */
  @Test
  void grantsWhatThePlatformOfTheJobsNeeds() throws IOException {
    Map<String, RolePolicy> glue = policies(Schedule.Target.STEPFUNCTIONS);
    Map<String, RolePolicy> emr = policies(Schedule.Target.EMR);

    assertThat(glue.get("jobs").trusts()).containsExactly("glue.amazonaws.com");
    assertThat(emr.get("jobs").trusts()).containsExactly("emr-serverless.amazonaws.com");
    // Only a run of a workflow has properties to be read.
    assertThat(resources(emr.get("jobs"), "glue:GetWorkflowRun")).isEmpty();
    assertThat(resources(glue.get("jobs"), "glue:GetWorkflowRun")).isEmpty();
    assertThat(resources(emr.get("step-functions"), "glue:StartJobRun")).isEmpty();
    assertThat(resources(glue.get("step-functions"), "emr-serverless:StartJobRun")).isEmpty();
    String application = "arn:aws:emr-serverless:eu-west-1:123456789012:/applications/00abc";
    assertThat(resources(emr.get("step-functions"), "emr-serverless:StartJobRun"))
        .containsExactly(application);
    // Runs have tags.
    assertThat(resources(emr.get("step-functions"), "emr-serverless:TagResource"))
        .containsExactly(application, application + "/jobruns/*");
  }

  @Test
  void writesThemAsDocumentsWithWhomARoleTrusts() throws IOException {
    Schedule schedule =
        Installation.schedule(folder.resolve("home"), Schedule.Target.GLUE, SETTINGS);
    Path out = folder.resolve("policies");

    List<String> files = schedule.renderPolicies(out);

    assertThat(files).contains("jobs.json", "jobs-trust.json", "applier.json");
    JsonNode jobs = new ObjectMapper().readTree(out.resolve("jobs.json").toFile());
    assertThat(jobs.get("Version").asText()).isEqualTo("2012-10-17");
    assertThat(jobs.at("/Statement/0/Effect").asText()).isEqualTo("Allow");
    assertThat(jobs.at("/Statement/0/Action")).isNotEmpty();
    // IAM quotas: an inline policy of a role has at most 10,240 characters without blanks.
    assertThat(jobs.toString()).hasSizeLessThan(10_240);
    JsonNode trust = new ObjectMapper().readTree(out.resolve("jobs-trust.json").toFile());
    assertThat(trust.at("/Statement/0/Principal/Service/0").asText())
        .isEqualTo("glue.amazonaws.com");
  }

  private static List<String> resources(RolePolicy policy, String action) {
    return policy.statements().stream()
        .filter(s -> s.actions().contains(action))
        .flatMap(s -> s.resources().stream())
        .toList();
  }

  private List<RolePolicy> all() throws IOException {
    List<RolePolicy> all = new ArrayList<>();
    for (Schedule.Target target : Schedule.Target.values()) {
      all.addAll(policies(target).values());
    }
    return all;
  }

  private Map<String, RolePolicy> policies(Schedule.Target target) throws IOException {
    Map<String, RolePolicy> policies = new HashMap<>();
    Installation.schedule(folder.resolve("home"), target, SETTINGS, online())
        .policies()
        .forEach(p -> policies.put(p.name(), p));
    return policies;
  }

  /** None of the sample's groups has an online store: this one has, and is a group of its own. */
  private Path online() throws IOException {
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    String bundled =
        ContractFiles.bundled().get("products/features/customer_segments.odcs.yaml").orElseThrow();
    Files.writeString(
        contracts.resolve("online_segments.odcs.yaml"),
        bundled
                .replace("features.customer_segments\nname: customer_segments", ONLINE)
                .replace("  - name: customer_segments\n", "  - name: online_segments\n")
            + "  - {property: onlineStore, value: {ttl: 30 days}}\n");
    return contracts;
  }

  private static Set<String> calls() throws IOException {
    Set<String> actions = new TreeSet<>();
    for (SdkCalls.Call call : SdkCalls.ofTheProgram()) {
      String action =
          PREFIXES.getOrDefault(call.service(), call.service()) + ":" + call.operation();
      actions.add(OTHER_ACTIONS.getOrDefault(action, action));
    }
    return actions;
  }
}
