package dev.jetbridge.pipelines.simulator;

import static dev.jetbridge.pipelines.simulator.Defect.LENGTH;
import static dev.jetbridge.pipelines.simulator.Defect.MAXIMUM;
import static dev.jetbridge.pipelines.simulator.Defect.MINIMUM;
import static dev.jetbridge.pipelines.simulator.Defect.PATTERN;
import static dev.jetbridge.pipelines.simulator.Defect.TYPE;
import static dev.jetbridge.pipelines.simulator.Defect.VALID_VALUES;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Airports;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Members;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The defects of each source, in the turn in which its files have them. */
final class DefectCatalogue {
  private static final String WRONG_DATE = "wrong-date";
  private static final String WRONG_NUMBER = "wrong-number";
  private static final String OUTSIDE_SET = "outside-valid-set";
  private static final String PATTERN_VIOLATED = "pattern-violated";
  private static final String TOO_SMALL = "below-minimum";
  private static final String TOO_LARGE = "above-maximum";
  private static final String TOO_LONG = "too-long";
  private static final String LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff".repeat(2);

  private static final List<Defect> BOOKINGS =
      List.of(
          Defect.of(WRONG_DATE, Bookings.DEPARTURE_DATE, TYPE, "2023-02-30"),
          Defect.of(WRONG_NUMBER, Bookings.FARE_AMOUNT, TYPE, "1O2.50"),
          Defect.missing(Bookings.PASSENGER_SURNAME),
          Defect.of(OUTSIDE_SET, Bookings.CABIN, VALID_VALUES, "Q"),
          Defect.of(PATTERN_VIOLATED, Bookings.TICKET_NUMBER, PATTERN, "17612345"),
          Defect.of(TOO_SMALL, Bookings.REFUND_AMOUNT, MINIMUM, "-1.00"),
          Defect.row(
              "route_has_two_ends",
              (l, f) ->
                  f[l.index(Bookings.ARRIVAL_AIRPORT)] = f[l.index(Bookings.DEPARTURE_AIRPORT)]),
          Defect.row("refund_not_above_paid", DefectCatalogue::refundTooMuch),
          Defect.row("departs_after_booking", DefectCatalogue::departTooEarly),
          Defect.fewFields(),
          Defect.manyFields(),
          Defect.of(WRONG_DATE, Bookings.BOOKED_AT, TYPE, "yesterday"),
          Defect.missing(Bookings.CURRENCY),
          Defect.of(OUTSIDE_SET, Bookings.CHANNEL, VALID_VALUES, "fax"),
          Defect.of(PATTERN_VIOLATED, Bookings.PASSENGER_EMAIL, PATTERN, "not an address"),
          Defect.of(TOO_SMALL, Bookings.PASSENGER_BIRTH_DATE, MINIMUM, "1875-06-01"),
          Defect.of(TOO_LARGE, Bookings.COUPON_NUMBER, MAXIMUM, "17"),
          Defect.of(TOO_LONG, Bookings.PASSENGER_SURNAME, LENGTH, LONG_NAME));

  private static final List<Defect> MEMBERS =
      List.of(
          Defect.of(WRONG_DATE, Members.BIRTH_DATE, TYPE, "31/02/1980"),
          Defect.of(WRONG_DATE, Members.CHANGED_AT, TYPE, "soon"),
          Defect.missing(Members.SURNAME),
          Defect.of(OUTSIDE_SET, Members.TIER, VALID_VALUES, "bronze"),
          Defect.of(PATTERN_VIOLATED, Members.LOYALTY_NUMBER, PATTERN, "SK12"),
          Defect.of(TOO_SMALL, Members.BIRTH_DATE, MINIMUM, "01/06/1875"),
          Defect.of(TOO_LONG, Members.GIVEN_NAME, LENGTH, LONG_NAME),
          Defect.fewFields(),
          Defect.manyFields(),
          Defect.of(OUTSIDE_SET, Members.RECORD_ACTION, VALID_VALUES, "X"),
          Defect.of(PATTERN_VIOLATED, Members.EMAIL, PATTERN, "not an address"));

  private static final List<Defect> ACTIVITY =
      List.of(
          Defect.of(WRONG_DATE, Activity.OCCURRED_AT, TYPE, "2023-02-30T10:00:00Z"),
          Defect.of(WRONG_NUMBER, Activity.MILES, TYPE, "many"),
          Defect.missing(Activity.LOYALTY_NUMBER),
          Defect.of(OUTSIDE_SET, Activity.ACTIVITY_TYPE, VALID_VALUES, "gift"),
          Defect.of(PATTERN_VIOLATED, Activity.ACTIVITY_ID, PATTERN, "A1"),
          Defect.of(TOO_SMALL, Activity.MILES, MINIMUM, "-1000001"),
          Defect.of(TOO_LARGE, Activity.MILES, MAXIMUM, "1000001"),
          Defect.row("miles_change_something", (l, f) -> f[l.index(Activity.MILES)] = "0"),
          Defect.fewFields(),
          Defect.manyFields(),
          Defect.of(PATTERN_VIOLATED, Activity.PARTNER_CODE, PATTERN, "hotel"));

  private static final List<Defect> LEGS =
      List.of(
          Defect.of(WRONG_DATE, FlightLegs.SCHEDULED_DEPARTURE_AT, TYPE, "2023-02-30T10:00:00Z"),
          Defect.missing(FlightLegs.ARRIVAL_AIRPORT),
          Defect.of(OUTSIDE_SET, FlightLegs.STATUS, VALID_VALUES, "boarding"),
          Defect.of(PATTERN_VIOLATED, FlightLegs.DELAY_CAUSE_CODE, PATTERN, "9"),
          Defect.row("scheduled_to_arrive_after_departure", DefectCatalogue::scheduleBackwards),
          Defect.row("arrived_after_departure", DefectCatalogue::flyBackwards),
          Defect.brokenJson(),
          Defect.of(WRONG_DATE, FlightLegs.DEPARTURE_DATE, TYPE, "tomorrow"));

  private static final List<Defect> SALES =
      List.of(
          Defect.of(WRONG_DATE, InflightSales.DEPARTURE_DATE, TYPE, "2023-02-30"),
          Defect.of(WRONG_NUMBER, InflightSales.UNIT_PRICE, TYPE, "twelve"),
          Defect.missing(InflightSales.SKU),
          Defect.of(OUTSIDE_SET, InflightSales.CATEGORY, VALID_VALUES, "furniture"),
          Defect.of(PATTERN_VIOLATED, InflightSales.SEAT, PATTERN, "aisle"),
          Defect.of(TOO_SMALL, InflightSales.QUANTITY, MINIMUM, "0"),
          Defect.of(TOO_LARGE, InflightSales.QUANTITY, MAXIMUM, "51"),
          Defect.brokenJson(),
          Defect.of(TOO_SMALL, InflightSales.UNIT_PRICE, MINIMUM, "-1.00"));

  private static final List<Defect> RATES =
      List.of(
          Defect.of(WRONG_DATE, ExchangeRates.RATE_DATE, TYPE, "2023-02-30"),
          Defect.of(WRONG_NUMBER, ExchangeRates.RATE, TYPE, "n/a"),
          Defect.missing(ExchangeRates.RATE),
          Defect.of(PATTERN_VIOLATED, ExchangeRates.CURRENCY, PATTERN, "EURO"),
          Defect.of(TOO_SMALL, ExchangeRates.RATE, MINIMUM, "-0.50000000"),
          Defect.fewFields(),
          Defect.manyFields());

  private static final List<Defect> AIRPORTS =
      List.of(
          Defect.of(TOO_LARGE, Airports.LATITUDE, MAXIMUM, "95.2528"),
          Defect.of(PATTERN_VIOLATED, Airports.COUNTRY, PATTERN, "UAE"),
          Defect.of(WRONG_NUMBER, Airports.LATITUDE, TYPE, "25N"),
          Defect.of(TOO_SMALL, Airports.LONGITUDE, MINIMUM, "-190.0000"),
          Defect.missing(Airports.AIRPORT_NAME),
          Defect.of(PATTERN_VIOLATED, Airports.TIME_ZONE, PATTERN, "UTC+4"),
          Defect.of(WRONG_DATE, Airports.CHANGED_AT, TYPE, "last week"),
          Defect.fewFields());

  private DefectCatalogue() {}

  static List<Defect> of(Feed feed) {
    return switch (feed) {
      case BOOKINGS -> BOOKINGS;
      case MEMBERS -> MEMBERS;
      case ACTIVITY -> ACTIVITY;
      case LEGS -> LEGS;
      case SALES -> SALES;
      case RATES -> RATES;
      case AIRPORTS -> AIRPORTS;
      case TRUE_LINKS, TRUE_DISRUPTIONS, TRUE_CUSTOMERS -> List.of();
    };
  }

  private static void refundTooMuch(Layout layout, String[] fields) {
    BigDecimal fare = new BigDecimal(fields[layout.index(Bookings.FARE_AMOUNT)]);
    BigDecimal tax = new BigDecimal(fields[layout.index(Bookings.TAX_AMOUNT)]);
    fields[layout.index(Bookings.REFUND_AMOUNT)] =
        fare.add(tax).add(BigDecimal.ONE).toPlainString();
  }

  private static void departTooEarly(Layout layout, String[] fields) {
    String bookedOn = fields[layout.index(Bookings.BOOKED_AT)].substring(0, 10);
    fields[layout.index(Bookings.DEPARTURE_DATE)] =
        LocalDate.parse(bookedOn).minusDays(1).toString();
  }

  private static void scheduleBackwards(Layout layout, String[] fields) {
    String departure = fields[layout.index(FlightLegs.SCHEDULED_DEPARTURE_AT)];
    fields[layout.index(FlightLegs.SCHEDULED_ARRIVAL_AT)] = earlier(departure);
  }

  private static void flyBackwards(Layout layout, String[] fields) {
    String departure = fields[layout.index(FlightLegs.SCHEDULED_DEPARTURE_AT)];
    fields[layout.index(FlightLegs.ACTUAL_DEPARTURE_AT)] = departure;
    fields[layout.index(FlightLegs.ACTUAL_ARRIVAL_AT)] = earlier(departure);
  }

  private static String earlier(String instant) {
    return UtcTime.instant(UtcTime.seconds(instant) - UtcTime.HOUR);
  }
}
