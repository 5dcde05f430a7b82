package dev.jetbridge.jobs.features.purchases;

import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.Rows;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Literal rows of customer360.purchases. */
public final class Bought {
  private final Rows rows =
      Rows.of(
          Purchases.TABLE,
          Purchases.PERSON_ID,
          Purchases.BOOKING_ID,
          Purchases.PURCHASED_AT,
          Purchases.PURCHASE_DATE,
          Purchases.PAYMENT_PARTY,
          Purchases.IS_PAYER,
          Purchases.IS_TRAVELLER,
          Purchases.PAID_NET_VALUE,
          Purchases.FLOWN_NET_VALUE);
  private int bookings;

  /** Customers who buy at random within a year and a half, one in three of them once only. */
  public static Bought atRandom(int customers) {
    SplittableRandom random = new SplittableRandom(42);
    Bought bought = new Bought();
    for (int i = 0; i < customers; i++) {
      LocalDate day = LocalDate.parse("2024-10-01").plusDays(random.nextInt(500));
      double level = 50 + 400 * random.nextDouble();
      do {
        String value = String.format(Locale.ROOT, "%.2f", level * (0.5 + random.nextDouble()));
        bought.paid(person(i), day + "T10:00:00Z", value);
        day = day.plusDays(1 + random.nextInt(120));
      } while (random.nextInt(3) > 0 && day.isBefore(LocalDate.parse("2026-04-01")));
    }
    return bought;
  }

  public static String person(int number) {
    return String.format(Locale.ROOT, "P%024x", number);
  }

  /** The person paid that much at that instant. */
  public Bought paid(String person, String at, String value) {
    return add(person, at, "self", true, value, value);
  }

  /** The person flies on a booking that an agency or another person paid for. */
  public Bought flew(String person, String at, String paidBy, String value) {
    return add(person, at, paidBy, false, "0", value);
  }

  public Dataset<Row> in(SparkSession spark) {
    return rows.in(spark);
  }

  private Bought add(
      String person, String at, String party, boolean payer, String paid, String flown) {
    String booking = String.format(Locale.ROOT, "B%024x", bookings++);
    rows.row(person, booking, at, at.substring(0, 10), party, payer, !payer, paid, flown);
    return this;
  }
}
