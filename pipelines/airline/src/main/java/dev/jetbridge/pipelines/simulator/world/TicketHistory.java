package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.util.List;
import java.util.Optional;

/**
 * What became of a ticket.
 *
 * @param traveller as somebody typed them in
 * @param payer the same
 * @param changes of its coupons, in order of time for each
 */
public record TicketHistory(
    Booking booking,
    Booking.Ticket ticket,
    TypedPerson traveller,
    TypedPerson payer,
    List<Change> changes,
    List<Flown> flown) {
  /** Whether the traveller is who booked. */
  public boolean isOfBooker() {
    return ticket.traveller().index() == booking.booker().index();
  }

  /**
   * What a coupon became.
   *
   * @param day of the flight
   * @param refund in cents
   * @param at when
   * @param isFirst whether it was sold with it
   * @param isLast whether nothing changes the coupon later
   */
  public record Change(
      Booking.Coupon coupon,
      String status,
      String cabin,
      long day,
      long refund,
      long at,
      boolean isFirst,
      boolean isLast) {}

  /**
   * A coupon that was flown, on the day and in the cabin it was flown in the end.
   *
   * @param membership of the traveller on that day
   * @param numberInBooking the loyalty number the booking gives; empty for none
   */
  public record Flown(
      long ticket,
      int coupon,
      Person traveller,
      Flight flight,
      long day,
      String cabin,
      LegOutcome outcome,
      Optional<Membership> membership,
      String numberInBooking) {
    private static final double CLAIMS_MILES = 0.3;
    private static final int MOST_COUPONS = 16;

    /** Unique, and what records about it are numbered by. */
    public long number() {
      return ticket * MOST_COUPONS + coupon;
    }

    /** What a member does whose number the booking does not give. */
    public record Claim(boolean claims, int afterDays) {}

    /** The draws of what the traveller does on board; for a member those of the claim are first. */
    public Draws draws(long seed) {
      return Draws.of(seed, Purpose.SALE, ticket, coupon);
    }

    public static Claim claim(Draws draws) {
      return new Claim(draws.chance(CLAIMS_MILES), draws.between(10, 40));
    }
  }
}
