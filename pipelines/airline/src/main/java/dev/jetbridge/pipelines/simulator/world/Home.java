package dev.jetbridge.pipelines.simulator.world;

import java.util.List;

/** Where households live, what they speak and pay with, and the airports they leave from. */
public record Home(String country, Names names, String currency, List<String> airports) {
  private static final Home EMIRATES = new Home("AE", Names.ARABIC, "AED", List.of("DXB"));
  private static final Home EXPATRIATES = new Home("AE", Names.INDIAN, "AED", List.of("DXB"));
  private static final Home BRITAIN =
      new Home(
          "GB", Names.BRITISH, "GBP", List.of("LHR", "LHR", "LGW", "MAN", "BHX", "EDI", "GLA"));
  private static final Home INDIA =
      new Home("IN", Names.INDIAN, "INR", List.of("BOM", "DEL", "COK", "HYD", "BLR", "MAA", "CCU"));
  private static final Home GERMANY =
      new Home("DE", Names.EUROPEAN, "EUR", List.of("FRA", "MUC", "DUS", "HAM"));
  private static final Home FRANCE = new Home("FR", Names.EUROPEAN, "EUR", List.of("CDG", "NCE"));
  private static final Home ITALY =
      new Home("IT", Names.EUROPEAN, "EUR", List.of("FCO", "MXP", "VCE"));
  private static final Home SPAIN = new Home("ES", Names.EUROPEAN, "EUR", List.of("MAD", "BCN"));
  private static final Home AMERICA =
      new Home("US", Names.AMERICAN, "USD", List.of("JFK", "LAX", "IAD", "ORD", "SFO", "BOS"));
  private static final Home AUSTRALIA = new Home("AU", Names.BRITISH, "USD", List.of("SYD"));
  private static final Home EGYPT = new Home("EG", Names.ARABIC, "USD", List.of("CAI"));

  /** One entry for every share of a twentieth. */
  private static final List<Home> TWENTIETHS =
      List.of(
          EMIRATES,
          EMIRATES,
          EXPATRIATES,
          EXPATRIATES,
          EXPATRIATES,
          BRITAIN,
          BRITAIN,
          BRITAIN,
          BRITAIN,
          INDIA,
          INDIA,
          INDIA,
          INDIA,
          GERMANY,
          GERMANY,
          FRANCE,
          ITALY,
          SPAIN,
          AMERICA,
          AUSTRALIA);

  static final Home OF_THE_STORY = BRITAIN;

  static Home draw(Draws draws) {
    return draws.chance(0.03) ? EGYPT : draws.pick(TWENTIETHS);
  }
}
