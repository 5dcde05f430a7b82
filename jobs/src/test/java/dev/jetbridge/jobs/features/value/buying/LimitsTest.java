package dev.jetbridge.jobs.features.value.buying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Customers whom no model tells apart: what is not known has no value, and is said in words. */
class LimitsTest {
  private static final LocalDate AS_OF = LocalDate.parse("2023-08-31");

  @Test
  void whoNeverStopIsAPlainNbd() throws IOException {
    for (String name : List.of("bg-nbd", "mbg-nbd", "pareto-nbd")) {
      Fitted<? extends BuyingModel> fitted = PlainFit.fit(name, window("s02_never_stop"));

      assertThat(fitted.model().kind()).as(name).isEqualTo("nbd");
      assertThat(fitted.limits()).anyMatch(limit -> limit.contains("nobody seems to stop"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s02_never_stop",
        "s03_all_stop",
        "s05_all_zero",
        "s09_identical",
        "s11_ties",
        "s14_constant_price"
      })
  void noParameterIsWhereASearchStopped(String name) throws IOException {
    Window now = window(name);
    for (String model : PlainFit.NAMES) {
      Fitted<? extends BuyingModel> fitted = PlainFit.fit(model, now);

      assertThat(fitted.known().values()).as(model).allMatch(v -> v > 1e-3 && v < 1e3);
      assertThat(fitted.known().size() == fitted.model().parameters().size())
          .as("%s: all are known or a limit is named, %s", model, fitted.limits())
          .isEqualTo(fitted.unknown().isEmpty());
      Forecast forecast = Forecast.of(fitted.model(), now, 365);
      for (int i = 0; i < now.histories().size(); i++) {
        assertThat(forecast.alive(i)).as(model).isBetween(0.0, 1 + 1e-9);
        assertThat(forecast.expected(i, 0)).as(model).isBetween(0.0, 1e4);
      }
    }
  }

  private static Window window(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("jetbridge.shared"), "cases", "value", name, "purchases.csv");
    assumeTrue(Files.exists(file), "no such case on this machine: " + name);
    Log log = new Log(7);
    for (String line : Files.readAllLines(file).subList(1, Files.readAllLines(file).size())) {
      String[] f = line.split(",", -1);
      log.add(f[0], LocalDate.parse(f[1]), Double.parseDouble(f[2]));
    }
    return log.until(AS_OF);
  }
}
