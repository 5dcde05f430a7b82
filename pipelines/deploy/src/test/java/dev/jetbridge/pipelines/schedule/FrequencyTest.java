package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrequencyTest {
  @ParameterizedTest
  @CsvSource({
    "1 d, cron(0 3 * * ? *)",
    "24 h, cron(0 3 * * ? *)",
    "6 h, cron(0 0/6 * * ? *)",
    "1 hour, cron(0 0/1 * * ? *)",
    "15 min, cron(0/15 * * * ? *)",
    "1 w, cron(0 3 ? * MON *)",
    "7 days, cron(0 3 ? * MON *)"
  })
  void followsTheContract(String frequency, String cron) {
    assertThat(Frequency.cron(promising(frequency), Optional.empty())).isEqualTo(cron);
  }

  @Test
  void followsTheMostFrequent() {
    assertThat(Frequency.cron(promising("1 w", "6 h", "1 d"), Optional.empty()))
        .isEqualTo("cron(0 0/6 * * ? *)");
  }

  @ParameterizedTest
  @CsvSource({"5 h", "2 d", "1 min", "7 min", "1 y", "often d"})
  void refusesWhatNoExpressionSays(String frequency) {
    assertThatThrownBy(() -> Frequency.cron(promising(frequency), Optional.empty()))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("Cannot schedule loyalty.members: its frequency " + frequency)
        .hasMessageContaining("say when with schedule.cron");
  }

  @Test
  void refusesAMeshWithoutPromisesAndAnExpressionThatIsNone() {
    assertThatThrownBy(() -> Frequency.cron(promising(), Optional.empty()))
        .hasMessageContaining("no contract states slaProperties frequency");
    assertThatThrownBy(() -> Frequency.cron(promising("1 d"), Optional.of("0 3 * * *")))
        .hasMessageContaining("Invalid schedule: 0 3 * * * (must be of the form cron(0 3 * * ? *)");
  }

  private static List<Contract> promising(String... frequencies) {
    return Arrays.stream(frequencies).map(FrequencyTest::contract).toList();
  }

  private static Contract contract(String frequency) {
    String[] parts = frequency.split(" ", 2);
    String stated = "{property: frequency, value: 1, unit: d}";
    String text = text();
    assertThat(text).contains(stated);
    return ContractLoader.parse(
        text.replace(
            stated, "{property: frequency, value: " + parts[0] + ", unit: " + parts[1] + "}"),
        "test");
  }

  private static String text() {
    try (InputStream in =
        Contract.class.getResourceAsStream("/products/loyalty/members.odcs.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
