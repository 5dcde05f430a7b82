package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws what becomes of the tickets of a booking: each coupon is sold, perhaps changed, cancelled
 * or refunded, and flown if it is kept.
 */
final class TicketHistories {
  private static final double CANCELS = 0.07;
  private static final double REBOOKED = 0.6;
  private static final double UPGRADED = 0.015;

  /** Refunds and claims come at most so many days after the last flight. */
  private static final int DAYS_OF_AFTERMATH = 60;

  private static final long TICKETED = 5 * UtcTime.MINUTE;

  private final SimulationPlan plan;
  private final DeliveryCalendar calendar;

  TicketHistories(SimulationPlan plan, DeliveryCalendar calendar) {
    this.plan = plan;
    this.calendar = calendar;
  }

  /** Whose loyalty numbers are known. */
  @FunctionalInterface
  interface Members {
    /** The membership of a person that is active on that day. */
    Optional<Membership> activeOn(Person person, long day);
  }

  /** Those of a booking; none when everything about it was delivered before. */
  List<TicketHistory> of(Booking booking, Members members) {
    List<Booking.Coupon> trip = booking.tickets().get(0).coupons();
    if (calendar.isSettled(trip.get(trip.size() - 1).day() + DAYS_OF_AFTERMATH)) {
      return List.of();
    }
    Draws draws = Draws.of(plan.seed(), Purpose.COUPON, booking.tickets().get(0).index());
    Optional<Long> cancelledAt = cancellation(booking, draws);
    int refundKind = draws.below(10);
    TypedPerson typedBooker = typed(booking, booking.booker(), members, draws);
    List<TicketHistory> histories = new ArrayList<>();
    for (Booking.Ticket ticket : booking.tickets()) {
      boolean isBooker = ticket.traveller().index() == booking.booker().index();
      TypedPerson traveller =
          isBooker ? typedBooker : typed(booking, ticket.traveller(), members, draws);
      Course course = new Course(booking, ticket, traveller, members);
      for (Booking.Coupon coupon : ticket.coupons()) {
        if (cancelledAt.isPresent()) {
          course.cancel(coupon, cancelledAt.get(), refundKind);
        } else {
          course.carry(coupon);
        }
      }
      TypedPerson payer = payer(booking, isBooker, typedBooker);
      histories.add(
          new TicketHistory(booking, ticket, traveller, payer, course.changes, course.flown));
    }
    return histories;
  }

  private static TypedPerson typed(Booking booking, Person person, Members members, Draws draws) {
    long day = booking.bookedOn();
    boolean givesBookersEmail = draws.chance(0.5);
    String email = (givesBookersEmail ? booking.booker() : person).emailOn(day);
    Optional<String> number = members.activeOn(person, day).map(Membership::number);
    return person.index() == Story.CUSTOMER
        ? TypedPerson.exact(person, number, day)
        : TypedPerson.typed(person, email, number, day, booking.sale(), draws);
  }

  private static TypedPerson payer(Booking booking, boolean isBooker, TypedPerson typedBooker) {
    if (booking.payer() == Booking.Payer.AGENCY) {
      return TypedPerson.agency(booking.sale().agency().orElseThrow());
    }
    return isBooker ? TypedPerson.NOBODY : typedBooker;
  }

  /** When the customer gives the whole trip up: between the sale and two days before departure. */
  private static Optional<Long> cancellation(Booking booking, Draws draws) {
    boolean cancels = draws.chance(CANCELS);
    double when = draws.unit();
    long lastDay = booking.tickets().get(0).coupons().get(0).day() - 2;
    long days = lastDay - booking.bookedOn();
    if (!cancels || days < 1 || booking.booker().index() == Story.CUSTOMER) {
      return Optional.empty();
    }
    long day = booking.bookedOn() + 1 + (long) (when * days);
    return Optional.of(day * UtcTime.DAY + (long) (when * 20 * UtcTime.HOUR));
  }

  private static Optional<Long> upgrade(Booking booking, Booking.Coupon coupon, Draws draws) {
    boolean isLucky = draws.chance(UPGRADED);
    if (booking.booker().index() == Story.CUSTOMER) {
      boolean isItsFlight = Story.isItsFlight(coupon.flight(), coupon.day());
      long checkIn = coupon.day() * UtcTime.DAY + 9 * UtcTime.HOUR;
      return isItsFlight ? Optional.of(checkIn) : Optional.empty();
    }
    boolean isBelow = coupon.cabin().equals("Y") || coupon.cabin().equals("W");
    return isLucky && isBelow && coupon.day() - booking.bookedOn() >= 2
        ? Optional.of((coupon.day() - 1) * UtcTime.DAY + 15 * UtcTime.HOUR)
        : Optional.empty();
  }

  /** What happens to the coupons of a ticket, one after the other. */
  private final class Course {
    private final Booking booking;
    private final Booking.Ticket ticket;
    private final TypedPerson typed;
    private final Members members;
    private final List<TicketHistory.Change> changes = new ArrayList<>();
    private final List<TicketHistory.Flown> flown = new ArrayList<>();

    Course(Booking booking, Booking.Ticket ticket, TypedPerson typed, Members members) {
      this.booking = booking;
      this.ticket = ticket;
      this.typed = typed;
      this.members = members;
    }

    void cancel(Booking.Coupon coupon, long at, int refundKind) {
      sell(coupon, false);
      if (refundKind >= 8) {
        giveBack(coupon, 0, at, true);
        return;
      }
      giveBack(coupon, 0, at, false);
      long refund =
          refundKind < 4
              ? coupon.fare() + coupon.tax()
              : refundKind < 6 ? coupon.fare() / 2 + coupon.tax() : coupon.tax();
      giveBack(coupon, refund, at + (3 + refundKind * 2L) * UtcTime.DAY, true);
    }

    /** A coupon the customer keeps: flown, perhaps upgraded, or upset by a cancelled flight. */
    void carry(Booking.Coupon coupon) {
      Draws draws = Draws.of(plan.seed(), Purpose.COUPON, ticket.index(), coupon.number());
      LegOutcome outcome = LegOutcome.of(plan.seed(), coupon.flight(), coupon.day());
      if (outcome.isCancelled()) {
        upset(coupon, draws);
        return;
      }
      String cabin = coupon.cabin();
      Optional<Long> upgradedAt = upgrade(booking, coupon, draws);
      sell(coupon, upgradedAt.isEmpty());
      if (upgradedAt.isPresent()) {
        cabin = "C";
        confirm(coupon, cabin, coupon.day(), upgradedAt.get());
      }
      fly(coupon, coupon.day(), cabin, outcome);
    }

    /** The flight is cancelled: the traveller flies a day later, or gives up and gets all back. */
    private void upset(Booking.Coupon coupon, Draws draws) {
      sell(coupon, false);
      long at = LegOutcome.cancelledAt(coupon.flight(), coupon.day()) + UtcTime.HOUR;
      long nextDay = coupon.day() + 1;
      LegOutcome next = LegOutcome.of(plan.seed(), coupon.flight(), nextDay);
      if (draws.chance(REBOOKED) && !next.isCancelled()) {
        confirm(coupon, coupon.cabin(), nextDay, at);
        fly(coupon, nextDay, coupon.cabin(), next);
      } else {
        giveBack(coupon, 0, at, false);
        long refundedAt = at + draws.between(2, 10) * UtcTime.DAY;
        giveBack(coupon, coupon.fare() + coupon.tax(), refundedAt, true);
      }
    }

    private void sell(Booking.Coupon coupon, boolean isLast) {
      long at = booking.bookedAt() + TICKETED;
      changes.add(
          new TicketHistory.Change(
              coupon, "confirmed", coupon.cabin(), coupon.day(), 0, at, true, isLast));
    }

    private void confirm(Booking.Coupon coupon, String cabin, long day, long at) {
      changes.add(new TicketHistory.Change(coupon, "confirmed", cabin, day, 0, at, false, true));
    }

    /** It is given back, for a refund in cents or none. */
    private void giveBack(Booking.Coupon coupon, long refund, long at, boolean isLast) {
      changes.add(
          new TicketHistory.Change(
              coupon, "cancelled", coupon.cabin(), coupon.day(), refund, at, false, isLast));
    }

    private void fly(Booking.Coupon coupon, long day, String cabin, LegOutcome outcome) {
      if (day > plan.lastDay().toEpochDay()) {
        return;
      }
      Person traveller = ticket.traveller();
      flown.add(
          new TicketHistory.Flown(
              ticket.index(),
              coupon.number(),
              traveller,
              coupon.flight(),
              day,
              cabin,
              outcome,
              members.activeOn(traveller, day),
              typed.loyaltyNumber()));
    }
  }
}
