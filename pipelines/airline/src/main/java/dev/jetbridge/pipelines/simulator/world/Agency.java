package dev.jetbridge.pipelines.simulator.world;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A travel agency; the first ones sell most. It likes to give its own address for travellers. */
public record Agency(String code, String email) {
  static final List<Agency> ALL = IntStream.range(0, 60).mapToObj(Agency::numbered).toList();

  private static Agency numbered(int number) {
    String code = String.format(Locale.ROOT, "%08d", 86_210_013 + number * 1_117);
    return new Agency(code, "bookings@agency" + (number + 1) + ".example");
  }
}
