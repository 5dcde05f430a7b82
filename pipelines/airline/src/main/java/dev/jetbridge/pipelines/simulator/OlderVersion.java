package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Members;
import java.util.Arrays;

/** A version of a record a minute older, that would be visible if it replaced the newer one. */
final class OlderVersion {
  private OlderVersion() {}

  static String[] of(Feed feed, Layout layout, String[] newer) {
    String[] older = Arrays.copyOf(newer, newer.length);
    int order = layout.orderIndex();
    older[order] = UtcTime.instant(UtcTime.seconds(newer[order]) - UtcTime.MINUTE);
    switch (feed) {
      case BOOKINGS -> {
        older[layout.index(Bookings.TAX_AMOUNT)] = "0.00";
        older[layout.index(Bookings.REFUND_AMOUNT)] = "0.00";
      }
      case MEMBERS -> {
        older[layout.index(Members.RECORD_ACTION)] = "U";
        older[layout.index(Members.COUNTRY)] = "XX";
      }
      case ACTIVITY -> older[layout.index(Activity.MILES)] = "1";
      case LEGS -> {
        older[layout.index(FlightLegs.STATUS)] = "scheduled";
        older[layout.index(FlightLegs.ACTUAL_DEPARTURE_AT)] = "";
        older[layout.index(FlightLegs.ACTUAL_ARRIVAL_AT)] = "";
        older[layout.index(FlightLegs.DELAY_CAUSE_CODE)] = "";
      }
      case SALES -> older[layout.index(InflightSales.UNIT_PRICE)] = "0.00";
      case RATES -> older[layout.index(ExchangeRates.RATE)] = "1.00000000";
      case AIRPORTS, TRUE_LINKS, TRUE_DISRUPTIONS, TRUE_CUSTOMERS ->
          throw new IllegalArgumentException("no older version of " + feed);
    }
    return older;
  }
}
