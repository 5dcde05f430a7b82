package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Policies as IAM evaluates them: IAM user guide, "Policy evaluation logic" and "IAM JSON policy
 * elements: Resource" (wildcards).
 */
class PolicyTest {
  private static final Permission GET =
      new Permission("s3:GetObject", "arn:aws:s3:::lake/home/landing/x.csv");

  private static Policy policy(String statements) {
    return Policy.of("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}");
  }

  @Test
  void allowsWhatAStatementMatchesAndNothingElse() {
    Policy policy =
        policy(
            """
            {"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::lake/home/*"},
            {"Effect":"Allow","Action":"glue:GetTable","Resource":["arn:aws:glue:eu-west-1:1:table/loyalty/?embers"]}
            """);

    assertThat(policy.allows(GET)).isTrue();
    assertThat(policy.allows(new Permission("S3:getobject", GET.resource()))).isTrue();
    assertThat(policy.allows(new Permission("s3:DeleteObject", GET.resource()))).isFalse();
    assertThat(policy.allows(new Permission("s3:GetObject", "arn:aws:s3:::lake/other"))).isFalse();
    assertThat(
            policy.allows(
                new Permission("glue:GetTable", "arn:aws:glue:eu-west-1:1:table/loyalty/members")))
        .isTrue();
    // An operation without a resource is allowed by a statement about all of them only.
    assertThat(policy.allows(new Permission("s3:GetBucketLocation", Permission.ANY))).isFalse();
  }

  @Test
  void aDenialWins() {
    Policy policy =
        policy(
            """
            {"Effect":"Allow","Action":"s3:*","Resource":"*"},
            {"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::lake/home/*"}
            """);

    assertThat(policy.allows(GET)).isFalse();
    assertThat(policy.allows(new Permission("s3:GetObject", "arn:aws:s3:::lake/x"))).isTrue();
  }

  @Test
  void conditionsAreOfTheCall() {
    Policy policy =
        policy(
            """
            {"Effect":"Allow","Action":"iam:PassRole","Resource":"*",
             "Condition":{"StringEquals":{"iam:PassedToService":"glue.amazonaws.com"}}}
            """);

    assertThat(policy.allows(passed("glue.amazonaws.com"))).isTrue();
    assertThat(policy.allows(passed("ec2.amazonaws.com"))).isFalse();
    assertThat(
            policy(
                    """
                    {"Effect":"Allow","Action":"iam:PassRole","Resource":"*",
                     "Condition":{"StringEquals":{"iam:PassedToService":"*.amazonaws.com"}}}
                    """)
                .allows(passed("glue.amazonaws.com")))
        .isFalse();
    assertThat(policy.allows(new Permission("iam:PassRole", "arn:aws:iam::1:role/x"))).isFalse();
  }

  private static Permission passed(String service) {
    return new Permission(
        "iam:PassRole", "arn:aws:iam::1:role/x", Map.of("iam:PassedToService", service));
  }

  @Test
  void tellsWhatNobodyUsed() {
    Policy policy =
        policy(
            "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"*\"}");

    policy.allows(GET);

    assertThat(policy.unused())
        .containsExactly(new Policy.Unused("s3:PutObject", "*", Optional.empty()));
  }

  @Test
  void refusesWhatItDoesNotEvaluate() {
    assertThatThrownBy(
            () -> policy("{\"Effect\":\"Allow\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"}"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("NotAction");
    assertThatThrownBy(
            () ->
                policy(
                    """
                    {"Effect":"Allow","Action":"s3:*","Resource":"*",
                     "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}
                    """))
        .hasMessageContaining("IpAddress");
  }
}
