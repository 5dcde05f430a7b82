package dev.jetbridge.pipelines.simulator.world;

import java.util.List;
import java.util.Optional;

/** One purchase: a trip of one or several travellers, who each have a ticket of coupons. */
public record Booking(
    Person booker, long bookedAt, String locator, Sale sale, Payer payer, List<Ticket> tickets) {
  /** Who pays for a traveller other than the booker. */
  public enum Payer {
    BOOKER,
    AGENCY
  }

  /** How and in which currency it was sold. */
  public record Sale(SalesChannel channel, Optional<Agency> agency, String currency) {}

  /**
   * The ticket of one traveller.
   *
   * @param index unique, and what activities and sales on it are numbered by
   */
  public record Ticket(long index, Person traveller, List<Coupon> coupons) {
    /** 13 digits, 176 first; looks drawn by lot. */
    public String number() {
      return "176" + Digits.scattered(index, 10);
    }
  }

  /** One flight of a ticket; amounts in cents of the currency of sale. */
  public record Coupon(int number, Flight flight, long day, String cabin, long fare, long tax) {}

  public long bookedOn() {
    return UtcTime.dayOf(bookedAt);
  }
}
