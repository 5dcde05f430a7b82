package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JobProcessTest {
  /** AWS Glue developer guide, "Using job parameters in AWS Glue jobs": --conf. */
  @Test
  void oneArgumentChainsTheSettingsOfSpark() {
    assertThat(JobProcess.settings(Map.of("--conf", "a=1 --conf b=x y --conf c=--z")))
        .containsExactly("a=1", "b=x y", "c=--z");
    assertThat(JobProcess.settings(Map.of())).isEmpty();
  }
}
