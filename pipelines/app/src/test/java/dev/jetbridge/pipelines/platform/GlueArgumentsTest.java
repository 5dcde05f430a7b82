package dev.jetbridge.pipelines.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.Main;
import org.junit.jupiter.api.Test;

class GlueArgumentsTest {
  @Test
  void tellsOursFromGluesWhateverTheirOrder() {
    GlueArguments arguments =
        of(
            "--JOB_ID",
            "j_1",
            "--product",
            "loyalty.members",
            "--enable-metrics",
            "--WORKFLOW_NAME",
            "jetbridge",
            "--conf",
            "spark.a=b --conf spark.c=--d",
            "--config",
            "jetbridge.properties",
            "--enable-spark-ui",
            "",
            "--home",
            "/tmp/jetbridge",
            "--TempDir",
            "s3://bucket/temporary/");

    assertThat(arguments.commandLine())
        .containsExactly(
            "--product",
            "loyalty.members",
            "--config",
            "jetbridge.properties",
            "--home",
            "/tmp/jetbridge");
    assertThat(arguments.value("--WORKFLOW_NAME")).contains("jetbridge");
    assertThat(arguments.value("--WORKFLOW_RUN_ID")).isEmpty();
    assertThat(arguments.value("--enable-spark-ui")).isEmpty();
  }

  @Test
  void passesOverWhatItDoesNotKnow() {
    assertThat(of("stray", "--something-new-in-glue", "yes", "--JOB_NAME", "x").commandLine())
        .isEmpty();
  }

  @Test
  void refusesAMisspeltProductInsteadOfMakingAll() {
    assertThatThrownBy(() -> of("--JOB_NAME", "x", "--prodcut", "loyalty.members"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage("Cannot run the job: unknown argument --prodcut; did you mean --product?");
  }

  @Test
  void refusesAnArgumentOfOursWithoutItsValue() {
    assertThatThrownBy(() -> of("--product", "--JOB_NAME", "x"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage("Cannot run the job: its argument --product has no value");
  }

  @Test
  void takesAFlagOfOursWithOrWithoutAValue() {
    assertThat(of("--rewind", "--JOB_NAME", "x").commandLine()).containsExactly("--rewind");
    assertThat(of("--rewind", "true").commandLine()).containsExactly("--rewind");
    assertThat(of("--rewind", "false").commandLine()).isEmpty();
    assertThatThrownBy(() -> of("--rewind", "yes"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("--rewind must be true or false");
    assertThatThrownBy(() -> of("--rewnd", "true"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("did you mean --rewind?");
  }

  private static GlueArguments of(String... arguments) {
    return GlueArguments.of(arguments, Main.optionsWithValue("run"), Main.flags("run"));
  }
}
