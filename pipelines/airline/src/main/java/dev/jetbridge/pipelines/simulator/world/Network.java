package dev.jetbridge.pipelines.simulator.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The airports and daily flights of the airline, all of them between the hub and elsewhere. */
public final class Network {
  public static final String HUB = "DXB";

  /** Airport, kilometres from the hub, number of the flight there, minutes of departure, UTC. */
  private static final String ROUTES =
      """
      LHR 5490 002 225
      LGW 5500 015 215
      MAN 5650 017 210
      BHX 5570 039 220
      EDI 5860 023 240
      GLA 5920 027 205
      CDG 5250 073 260
      NCE 4880 077 290
      FRA 4840 045 265
      MUC 4590 049 300
      HAM 4890 059 280
      DUS 5020 055 250
      MXP 4680 091 315
      FCO 4340 097 330
      VCE 4480 135 325
      MAD 5660 141 230
      BCN 5150 185 245
      AMS 5170 147 255
      BRU 5160 183 270
      ZRH 4770 087 275
      VIE 4220 127 340
      CPH 4830 151 285
      ARN 4790 157 310
      JFK 11020 201 250
      IAD 11340 231 170
      BOS 10720 237 260
      ORD 11660 235 325
      LAX 13420 215 255
      SFO 13040 225 265
      BOM 1930 500 1080
      DEL 2190 510 1020
      BLR 2700 568 1050
      MAA 2930 542 1065
      HYD 2560 526 1095
      CCU 3370 570 1005
      COK 2790 530 1110
      SIN 5840 352 1035
      BKK 4900 384 1140
      HKG 5950 380 420
      SYD 12040 412 370
      JNB 6400 761 35
      CPT 7640 770 40
      NBO 3550 719 390
      CAI 2420 927 300
      """;

  private static final int MINUTES_ON_GROUND = 120;
  private static final int MINUTES_A_DAY = 1_440;

  private static final List<Flight> FLIGHTS = flights();
  private static final Map<String, Flight> FROM_HUB = new HashMap<>();
  private static final Map<String, Flight> TO_HUB = new HashMap<>();

  static {
    for (Flight flight : FLIGHTS) {
      if (flight.from().equals(HUB)) {
        FROM_HUB.put(flight.to(), flight);
      } else {
        TO_HUB.put(flight.from(), flight);
      }
    }
  }

  /** Every airport but the hub, the busier ones first. */
  public static final List<String> DESTINATIONS =
      List.of(
          "LHR", "BOM", "DEL", "CDG", "JFK", "FRA", "BKK", "SIN", "MAN", "COK", "SYD", "MUC", "FCO",
          "HYD", "BLR", "MAA", "LGW", "CAI", "AMS", "HKG", "MAD", "BHX", "JNB", "MXP", "LAX", "ZRH",
          "BCN", "NBO", "DUS", "CPT", "VIE", "SFO", "CCU", "IAD", "EDI", "GLA", "BRU", "CPH", "HAM",
          "BOS", "ORD", "ARN", "NCE", "VCE");

  private Network() {}

  public static List<Flight> schedule() {
    return FLIGHTS;
  }

  /** The flights from one airport to another, by way of the hub when neither is the hub. */
  static List<Flight> journey(String from, String to) {
    if (from.equals(HUB)) {
      return List.of(FROM_HUB.get(to));
    }
    return to.equals(HUB) ? List.of(TO_HUB.get(from)) : List.of(TO_HUB.get(from), FROM_HUB.get(to));
  }

  private static List<Flight> flights() {
    List<Flight> flights = new ArrayList<>();
    for (String line : ROUTES.lines().toList()) {
      String[] route = line.split(" ", -1);
      int kilometres = Integer.parseInt(route[1]);
      int number = Integer.parseInt(route[2]);
      int minute = Integer.parseInt(route[3]);
      int minutes = 35 + kilometres * 10 / 142;
      int back = (minute + minutes + MINUTES_ON_GROUND) % MINUTES_A_DAY;
      // London is the other way round: EK001 leaves London.
      int backNumber = number == 2 ? 1 : number + 1;
      flights.add(
          new Flight(flights.size(), code(number), HUB, route[0], minute, minutes, kilometres));
      flights.add(
          new Flight(flights.size(), code(backNumber), route[0], HUB, back, minutes, kilometres));
    }
    return List.copyOf(flights);
  }

  private static String code(int number) {
    return String.format(java.util.Locale.ROOT, "EK%03d", number);
  }
}
