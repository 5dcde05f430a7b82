package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RehearseCommandTest {
  @Test
  void refusesWhatHasNoCounterpart() {
    StringWriter errors = new StringWriter();

    int code = Main.run(new PrintWriter(errors, true), "schedule", "rehearse", "emr");

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).contains("Cannot rehearse emr").contains("stepfunctions");
  }
}
