package dev.jetbridge.jobs.features.value.buying;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TreeMap;

/** The public CDNOW sample: 2,357 customers of a music shop, first seen early in 1997. */
final class CdnowLog {
  static final LocalDate CUT = LocalDate.parse("1997-09-30");
  static final LocalDate END = LocalDate.parse("1998-06-30");
  private static final int WEEK = 7;

  private CdnowLog() {}

  /** All purchases. */
  static Log log() {
    Log log = new Log(WEEK);
    for (String line : lines("cdnow-sample", "CDNOW_sample.txt")) {
      String[] f = line.strip().split("\\s+", -1);
      log.add(
          f[1], LocalDate.parse(f[2], DateTimeFormatter.BASIC_ISO_DATE), Double.parseDouble(f[4]));
    }
    return log;
  }

  /** The published summary of 39 weeks. */
  static Histories summary() {
    TreeMap<List<Integer>, Long> cells = new TreeMap<>(Log.BY_NUMBERS);
    for (String line : lines("cdnow-sample", "cdnow_customers_summary.csv").subList(1, 2358)) {
      String[] f = line.split(",", -1);
      cells.merge(List.of((int) Double.parseDouble(f[1]), days(f[2]), days(f[3])), 1L, Long::sum);
    }
    return new Histories(
        cells.keySet().stream().mapToInt(c -> c.get(0)).toArray(),
        cells.keySet().stream().mapToInt(c -> c.get(1)).toArray(),
        cells.keySet().stream().mapToInt(c -> c.get(2)).toArray(),
        cells.values().stream().mapToLong(n -> n).toArray(),
        WEEK);
  }

  private static int days(String weeks) {
    return (int) Math.round(Double.parseDouble(weeks) * WEEK);
  }

  static List<String> lines(String set, String file) {
    Path path = Path.of(System.getProperty("jetbridge.shared"), "data", set, file);
    assumeTrue(Files.exists(path), "the public data set " + set + " is not on this machine");
    try {
      return Files.readAllLines(path).stream().filter(l -> !l.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
