package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Airports;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Members;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A stream of records that goes to files of its own: seven sources and three parts of the truth.
 */
enum Feed {
  BOOKINGS(0),
  MEMBERS(1),
  ACTIVITY(2),
  LEGS(3),
  SALES(4),
  RATES(5),
  TRUE_LINKS(6),
  TRUE_DISRUPTIONS(7),
  TRUE_CUSTOMERS(8),
  AIRPORTS(9);

  /** Records of the truth about customers are in files of this many customers. */
  static final int CUSTOMERS_A_FILE = 50_000;

  private static final List<String> LINK_COLUMNS =
      List.of("source", "role", "record_key", "customer_id");
  private static final List<String> DISRUPTION_COLUMNS =
      List.of(
          "flight_number",
          "departure_date",
          "departure_airport",
          "status",
          "arrival_delay_minutes",
          "delay_cause_code",
          "cause",
          "within_airline_control");
  private static final List<String> CUSTOMER_COLUMNS =
      List.of(
          "customer_id",
          "household_id",
          "given_name",
          "surname",
          "later_surname",
          "surname_changed_on",
          "birth_date",
          "email",
          "later_email",
          "email_changed_on",
          "country",
          "home_airport",
          "loyalty_numbers",
          "is_buyer",
          "weekly_purchase_rate",
          "dropout_probability",
          "mean_spend",
          "first_purchase_at",
          "purchases",
          "last_purchase_at",
          "alive");

  private final int number;

  Feed(int number) {
    this.number = number;
  }

  /** Its number among all feeds, from 0. */
  int number() {
    return number;
  }

  static Feed numbered(int number) {
    return Arrays.stream(values()).filter(f -> f.number == number).findFirst().orElseThrow();
  }

  static List<Feed> sources() {
    return Arrays.stream(values()).filter(Feed::isSource).toList();
  }

  boolean isSource() {
    return product().isPresent();
  }

  /** The source-aligned product it feeds; empty for a part of the truth. */
  Optional<ProductId> product() {
    return switch (this) {
      case BOOKINGS -> Optional.of(Bookings.TABLE);
      case MEMBERS -> Optional.of(Members.TABLE);
      case ACTIVITY -> Optional.of(Activity.TABLE);
      case LEGS -> Optional.of(FlightLegs.TABLE);
      case SALES -> Optional.of(InflightSales.TABLE);
      case RATES -> Optional.of(ExchangeRates.TABLE);
      case AIRPORTS -> Optional.of(Airports.TABLE);
      case TRUE_LINKS, TRUE_DISRUPTIONS, TRUE_CUSTOMERS -> Optional.empty();
    };
  }

  /** The folder of a part of the truth. */
  String title() {
    return switch (this) {
      case TRUE_LINKS -> "links";
      case TRUE_DISRUPTIONS -> "disruptions";
      case TRUE_CUSTOMERS -> "customers";
      case BOOKINGS, MEMBERS, ACTIVITY, LEGS, SALES, RATES, AIRPORTS ->
          product().orElseThrow().name();
    };
  }

  /** The columns of a part of the truth; those of a source stand in its contract. */
  List<String> columns() {
    return switch (this) {
      case TRUE_LINKS -> LINK_COLUMNS;
      case TRUE_DISRUPTIONS -> DISRUPTION_COLUMNS;
      case TRUE_CUSTOMERS -> CUSTOMER_COLUMNS;
      case BOOKINGS, MEMBERS, ACTIVITY, LEGS, SALES, RATES, AIRPORTS -> List.of();
    };
  }
}
