package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.pipelines.policy.RolePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;

/** Jobs of domains that have a role, a home and a database of their own. */
class DomainRolesTest {
  private static final String LOYALTY = "arn:aws:iam::123456789012:role/loyalty-jobs";
  private static final String FEATURES = "arn:aws:iam::123456789012:role/features-jobs";
  private static final String GLUE = "arn:aws:glue:eu-west-1:";

  private static final String SETTINGS =
      Installation.WITH_EVENTS
          + """
          schedule.emr-application=00abc
          domains.loyalty.account=210987654321
          domains.loyalty.database=prod_loyalty
          domains.loyalty.warehouse=s3://loyalty/tables/
          domains.loyalty.home=s3://loyalty/home/
          domains.loyalty.ports-location=s3://loyalty-ports/ports
          domains.loyalty.role=arn:aws:iam::123456789012:role/loyalty-jobs
          domains.features.database=prod_features
          domains.features.role=arn:aws:iam::123456789012:role/features-jobs
          """;

  @TempDir private Path folder;

  /**
   * AWS Glue developer guide, "Specifying AWS Glue resource ARNs": the account in an ARN is that of
   * the catalog; "Granting cross-account access": the policy of the caller allows it, too.
   */
  @Test
  void aJobMayWriteItsDomainAndOnlyReadItsInputs() throws IOException {
    Map<String, RolePolicy> policies = policies(SETTINGS);

    assertThat(policies)
        .containsKeys("jobs", "jobs-loyalty", "jobs-features")
        .doesNotContainKey("jobs-retail");
    RolePolicy loyalty = policies.get("jobs-loyalty");
    assertThat(loyalty.arn()).contains(LOYALTY);
    assertThat(resources(loyalty, "glue:UpdateTable"))
        .containsExactlyInAnyOrder(
            GLUE + "123456789012:catalog",
            GLUE + "123456789012:database/operations",
            GLUE + "123456789012:table/operations/*",
            GLUE + "210987654321:catalog",
            GLUE + "210987654321:database/prod_loyalty",
            GLUE + "210987654321:table/prod_loyalty/*");
    assertThat(resources(loyalty, "s3:PutObject"))
        .containsExactlyInAnyOrder(
            "arn:aws:s3:::loyalty/tables/prod_loyalty.db/*",
            "arn:aws:s3:::loyalty/home/*",
            "arn:aws:s3:::loyalty-ports/ports/*",
            "arn:aws:s3:::lake/warehouse/operations.db/*");
    assertThat(resources(loyalty, "sagemaker:CreateFeatureGroup")).isEmpty();

    RolePolicy features = policies.get("jobs-features");
    assertThat(resources(features, "glue:GetTable"))
        .contains(GLUE + "123456789012:table/customer360/*")
        .noneMatch(r -> r.contains("loyalty"));
    assertThat(resources(features, "glue:UpdateTable"))
        .contains(
            GLUE + "123456789012:table/prod_features/*",
            GLUE + "123456789012:table/prod_features_feature_store/*")
        .noneMatch(r -> r.contains("customer360"));
    assertThat(resources(features, "s3:GetObject"))
        .contains("arn:aws:s3:::lake/warehouse/customer360.db/*");
    assertThat(resources(features, "s3:PutObject"))
        .contains(
            "arn:aws:s3:::lake/warehouse/prod_features.db/*",
            "arn:aws:s3:::lake/warehouse/feature-store/*")
        .noneMatch(r -> r.contains("customer360") || r.contains("loyalty"));
  }

  @Test
  void whoServesAllKeepsAllAndWhoAppliesPassesEachRole() throws IOException {
    Map<String, RolePolicy> policies = policies(SETTINGS);

    assertThat(resources(policies.get("jobs"), "glue:UpdateTable"))
        .contains(GLUE + "210987654321:table/prod_loyalty/*", GLUE + "123456789012:table/retail/*");
    assertThat(resources(policies.get("jobs"), "s3:PutObject"))
        .contains("arn:aws:s3:::loyalty/tables/*", "arn:aws:s3:::loyalty-ports/ports/*");
    assertThat(resources(policies.get("applier"), "iam:PassRole")).contains(LOYALTY, FEATURES);
    assertThat(resources(policies.get("step-functions"), "iam:PassRole"))
        .contains(LOYALTY, FEATURES);
    assertThat(resources(policies.get("copy"), "s3:GetObject"))
        .containsExactlyInAnyOrder(
            "arn:aws:s3:::lake/home/ports/*", "arn:aws:s3:::loyalty-ports/ports/*");
    assertThat(resources(policies.get("feature-store"), "glue:UpdateTable"))
        .contains(GLUE + "123456789012:table/prod_features_feature_store/*");
  }

  /**
   * "The identity needs permission from both the resource owner and its parent account" (AWS Glue
   * developer guide, "Granting cross-account access").
   */
  @Test
  void anAccountOfADomainGrantsWhatTheRolesNeedThere() throws IOException {
    Schedule schedule =
        Installation.schedule(folder.resolve("home"), Schedule.Target.GLUE, SETTINGS);
    Path out = folder.resolve("policies");

    List<String> files = schedule.renderPolicies(out);

    assertThat(files)
        .contains(
            "jobs-loyalty.json",
            "jobs-loyalty-trust.json",
            "catalog-210987654321.json",
            "bucket-loyalty.json",
            "bucket-loyalty-ports.json")
        .doesNotContain("bucket-lake.json", "catalog-123456789012.json");
    JsonNode catalog =
        new ObjectMapper().readTree(out.resolve("catalog-210987654321.json").toFile());
    assertThat(catalog.findValuesAsText("AWS"))
        .contains(LOYALTY, "arn:aws:iam::123456789012:role/jetbridge-jobs")
        .doesNotContain(FEATURES);
    assertThat(catalog.findValues("Resource"))
        .allSatisfy(r -> assertThat(r.toString()).doesNotContain("123456789012"));
    assertThat(catalog.findValuesAsText("Sid")).doesNotHaveDuplicates();
    JsonNode ports = new ObjectMapper().readTree(out.resolve("bucket-loyalty-ports.json").toFile());
    assertThat(ports.toString()).contains("s3:PutObject", "s3:ListBucket");
  }

  @Test
  void aJobHasTheRoleAndThePlacesOfItsDomain() throws IOException {
    Schedule schedule =
        Installation.schedule(folder.resolve("home"), Schedule.Target.GLUE, SETTINGS);

    Map<String, CreateJobRequest> jobs = new HashMap<>();
    schedule.glue().jobs().forEach(job -> jobs.put(job.name(), job));

    CreateJobRequest loyalty = jobs.get("jetbridge-loyalty-wave1");
    assertThat(loyalty.role()).isEqualTo(LOYALTY);
    assertThat(loyalty.defaultArguments())
        .containsEntry("--TempDir", "s3://loyalty/home/temporary/");
    assertThat(loyalty.defaultArguments().get("--conf"))
        .contains("spark.sql.catalog.lake.catalog-impl=dev.jetbridge.registry.DomainCatalog")
        .contains("spark.sql.catalog.lake.domain.loyalty.catalog-id=210987654321");
    assertThat(jobs.get("jetbridge-retail-wave1").role())
        .isEqualTo("arn:aws:iam::123456789012:role/jetbridge-jobs");
    assertThat(jobs.get("jetbridge-serve").role())
        .isEqualTo("arn:aws:iam::123456789012:role/jetbridge-jobs");
    assertThat(jobs.get("jetbridge-maintain").defaultArguments())
        .containsEntry("--TempDir", "s3://lake/home/temporary/");
  }

  @Test
  void aRunOfEmrHasTheRoleOfItsDomain() throws IOException {
    Path out = folder.resolve("rendered");
    Installation.schedule(folder.resolve("home"), Schedule.Target.EMR, SETTINGS).render(out);

    assertThat(executionRole(out, "loyalty-wave1")).isEqualTo(LOYALTY);
    assertThat(executionRole(out, "maintain"))
        .isEqualTo("arn:aws:iam::123456789012:role/jetbridge-jobs");
    assertThat(Files.readString(out.resolve("artifacts/jetbridge.properties")))
        .contains("domains.loyalty.home=s3://loyalty/home/", "domains.loyalty.role=" + LOYALTY);
  }

  private static String executionRole(Path rendered, String job) throws IOException {
    return new ObjectMapper()
        .readTree(rendered.resolve("jobs/jetbridge-" + job + ".json").toFile())
        .get("executionRoleArn")
        .asText();
  }

  @Test
  void theLastJobOfAWorkflowOfOneDomainHasItsRole() throws IOException {
    GlueJobs jobs =
        Installation.jobs(
            folder.resolve("home"),
            Installation.WITH_EVENTS + "domains.domain_1.role=" + LOYALTY + "\n");

    Map<String, String> roles = new HashMap<>();
    GlueObjects.byDomain(jobs, JobGraph.of(LargeMesh.of(2, 1)), "cron(0 3 * * ? *)")
        .jobs()
        .forEach(job -> roles.put(job.name(), job.role()));

    assertThat(roles)
        .containsEntry("jetbridge-domain_1-serve", LOYALTY)
        .containsEntry("jetbridge-domain_1-wave1", LOYALTY)
        .containsEntry("jetbridge-domain_0-serve", "arn:aws:iam::123456789012:role/jetbridge-jobs");
  }

  @Test
  void aRoleOfAnotherAccountIsMissedBeforeJobsAreMade() throws IOException {
    Schedule schedule =
        Installation.schedule(
            folder.resolve("home"),
            Schedule.Target.GLUE,
            SETTINGS.replace(LOYALTY, "arn:aws:iam::210987654321:role/loyalty-jobs")
                + "domains.retail.role=retail\ndomains.retail.home=/tmp/retail\n");

    assertThat(schedule.missing())
        .anyMatch(
            m ->
                m.startsWith("domains.loyalty.role is arn:aws:iam::210987654321")
                    && m.contains("must be a role of account 123456789012"))
        .contains("domains.retail.role is retail, must be the ARN of a role")
        .anyMatch(m -> m.startsWith("domains.retail.home is /tmp/retail, must be of the form"));
  }

  private Map<String, RolePolicy> policies(String settings) throws IOException {
    Map<String, RolePolicy> policies = new HashMap<>();
    Installation.schedule(folder.resolve("home"), Schedule.Target.EMR, settings)
        .policies()
        .forEach(p -> policies.put(p.name(), p));
    return policies;
  }

  private static List<String> resources(RolePolicy policy, String action) {
    return policy.statements().stream()
        .filter(s -> s.actions().contains(action))
        .flatMap(s -> s.resources().stream())
        .toList();
  }
}
