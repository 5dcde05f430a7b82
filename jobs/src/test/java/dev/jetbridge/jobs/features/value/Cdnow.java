package dev.jetbridge.jobs.features.value;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The public CDNOW sample: 2,357 customers of a music shop, first seen early in 1997. */
final class Cdnow {
  private Cdnow() {}

  /** A purchase: the customer's number, the day as yyyymmdd and the amount. */
  record Purchase(int customer, String day, String dollars) {}

  static List<Purchase> purchases() {
    return lines("CDNOW_sample.txt").stream()
        .map(line -> line.strip().split("\\s+"))
        .map(f -> new Purchase(Integer.parseInt(f[1]), f[2], f[4]))
        .toList();
  }

  /** The published summary of 39 weeks: x, t_x and T, here in days. */
  static PurchaseCells cells() {
    List<String[]> lines =
        lines("cdnow_customers_summary.csv").stream().skip(1).map(l -> l.split(",")).toList();
    return PurchaseCells.count(
        lines.stream().mapToInt(f -> (int) Double.parseDouble(f[1])).toArray(),
        lines.stream().mapToInt(f -> days(f[2])).toArray(),
        lines.stream().mapToInt(f -> days(f[3])).toArray());
  }

  private static int days(String weeks) {
    return (int) Math.round(Double.parseDouble(weeks) * 7);
  }

  private static List<String> lines(String file) {
    Path path = Path.of(System.getProperty("jetbridge.shared"), "data", "cdnow-sample", file);
    assumeTrue(Files.exists(path), "the public CDNOW sample is not on this machine");
    try {
      return Files.readAllLines(path).stream().filter(l -> !l.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
