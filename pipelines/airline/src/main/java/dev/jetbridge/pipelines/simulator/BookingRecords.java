package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.pipelines.simulator.Draws.Purpose;
import java.util.List;
import java.util.Optional;

/**
 * The records of the reservation system about a booking: each coupon when sold, and again whenever
 * it is changed, cancelled or refunded; then what happens on board of the coupons that are flown.
 */
final class BookingRecords {
  private static final double CANCELS = 0.07;
  private static final double REBOOKED = 0.6;
  private static final double UPGRADED = 0.015;

  /** Refunds and claims come at most so many days after the last flight. */
  private static final int DAYS_OF_AFTERMATH = 60;

  private static final long TICKETED = 5 * UtcTime.MINUTE;

  private final Delivery delivery;
  private final RecordRows rows;
  private final OnBoardRecords onBoard;

  BookingRecords(Delivery delivery, RecordRows rows) {
    this.delivery = delivery;
    this.rows = rows;
    this.onBoard = new OnBoardRecords(delivery, rows);
  }

  /** Whose loyalty numbers are known. */
  @FunctionalInterface
  interface Members {
    /** The membership of a person that is active on that day. */
    Optional<Membership> activeOn(Person person, long day);
  }

  void add(Booking booking, Members members) {
    List<Booking.Coupon> trip = booking.tickets().get(0).coupons();
    if (delivery.calendar().isSettled(trip.get(trip.size() - 1).day() + DAYS_OF_AFTERMATH)) {
      return;
    }
    long seed = delivery.plan().seed();
    Draws draws = Draws.of(seed, Purpose.COUPON, booking.tickets().get(0).index());
    Optional<Long> cancelledAt = cancellation(booking, draws);
    int refundKind = draws.below(10);
    TypedPerson typedBooker = typed(booking, booking.booker(), members, draws);
    for (Booking.Ticket ticket : booking.tickets()) {
      boolean isBooker = ticket.traveller().index() == booking.booker().index();
      TypedPerson traveller =
          isBooker ? typedBooker : typed(booking, ticket.traveller(), members, draws);
      Written written =
          new Written(booking, ticket, traveller, payer(booking, isBooker, typedBooker));
      addTruth(written, isBooker);
      for (Booking.Coupon coupon : ticket.coupons()) {
        if (cancelledAt.isPresent()) {
          addCancelled(written, coupon, cancelledAt.get(), refundKind);
        } else {
          addCarried(written, coupon, members);
        }
      }
    }
  }

  /** What the coupons of a ticket have in common. */
  private record Written(
      Booking booking, Booking.Ticket ticket, TypedPerson traveller, TypedPerson payer) {
    String payerType() {
      if (booking.payer() == Booking.Payer.AGENCY) {
        return "agency";
      }
      boolean isBooker = ticket.traveller().index() == booking.booker().index();
      return isBooker ? "traveller" : "person";
    }
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

  private void addTruth(Written written, boolean isBooker) {
    Booking booking = written.booking();
    long day = booking.bookedOn();
    String source = Bookings.TABLE.toString();
    String ticket = written.ticket().number();
    rows.addTruth(
        Feed.TRUE_LINKS, day, source, "traveller", ticket, written.ticket().traveller().id());
    if (booking.payer() == Booking.Payer.BOOKER && !isBooker) {
      rows.addTruth(Feed.TRUE_LINKS, day, source, "payer", ticket, booking.booker().id());
    }
  }

  private void addCancelled(Written written, Booking.Coupon coupon, long at, int refundKind) {
    sold(written, coupon, 0);
    State cancelled = new State("cancelled", coupon.cabin(), coupon.day(), 0);
    if (refundKind >= 8) {
      change(written, coupon, cancelled, at, RecordRows.FINAL);
      return;
    }
    change(written, coupon, cancelled, at, 0);
    long refund =
        refundKind < 4
            ? coupon.fare() + coupon.tax()
            : refundKind < 6 ? coupon.fare() / 2 + coupon.tax() : coupon.tax();
    long refundedAt = at + (3 + refundKind * 2L) * UtcTime.DAY;
    State refunded = new State("cancelled", coupon.cabin(), coupon.day(), refund);
    change(written, coupon, refunded, refundedAt, RecordRows.FINAL);
  }

  /** A coupon the customer keeps: flown, perhaps upgraded, or upset by a cancelled flight. */
  private void addCarried(Written written, Booking.Coupon coupon, Members members) {
    long seed = delivery.plan().seed();
    Draws draws = Draws.of(seed, Purpose.COUPON, written.ticket().index(), coupon.number());
    LegOutcome outcome = LegOutcome.of(seed, coupon.flight(), coupon.day());
    if (outcome.isCancelled()) {
      addUpset(written, coupon, draws, members);
      return;
    }
    String cabin = coupon.cabin();
    Optional<Long> upgradedAt = upgrade(written.booking(), coupon, draws);
    if (upgradedAt.isPresent()) {
      sold(written, coupon, 0);
      cabin = "C";
      State upgraded = new State("confirmed", cabin, coupon.day(), 0);
      change(written, coupon, upgraded, upgradedAt.get(), RecordRows.FINAL);
    } else {
      sold(written, coupon, RecordRows.FINAL);
    }
    fly(written, coupon, coupon.day(), cabin, members);
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

  /** The flight is cancelled: the traveller flies a day later, or gives up and gets all back. */
  private void addUpset(Written written, Booking.Coupon coupon, Draws draws, Members members) {
    sold(written, coupon, 0);
    long at = LegOutcome.cancelledAt(coupon.flight(), coupon.day()) + UtcTime.HOUR;
    long nextDay = coupon.day() + 1;
    boolean nextDayFlies =
        !LegOutcome.of(delivery.plan().seed(), coupon.flight(), nextDay).isCancelled();
    if (draws.chance(REBOOKED) && nextDayFlies) {
      State rebooked = new State("confirmed", coupon.cabin(), nextDay, 0);
      change(written, coupon, rebooked, at, RecordRows.FINAL);
      fly(written, coupon, nextDay, coupon.cabin(), members);
    } else {
      change(written, coupon, new State("cancelled", coupon.cabin(), coupon.day(), 0), at, 0);
      long all = coupon.fare() + coupon.tax();
      State refunded = new State("cancelled", coupon.cabin(), coupon.day(), all);
      long refundedAt = at + draws.between(2, 10) * UtcTime.DAY;
      change(written, coupon, refunded, refundedAt, RecordRows.FINAL);
    }
  }

  private void fly(
      Written written, Booking.Coupon coupon, long day, String cabin, Members members) {
    Person traveller = written.ticket().traveller();
    onBoard.add(
        new OnBoardRecords.Flown(
            written.ticket().index(), coupon.number(), traveller, coupon.flight(), day, cabin),
        members.activeOn(traveller, day),
        written.traveller().loyaltyNumber());
  }

  /** What can change about a coupon; the refund in cents. */
  private record State(String status, String cabin, long day, long refund) {}

  private void sold(Written written, Booking.Coupon coupon, int marks) {
    State confirmed = new State("confirmed", coupon.cabin(), coupon.day(), 0);
    long at = written.booking().bookedAt() + TICKETED;
    change(written, coupon, confirmed, at, marks | RecordRows.NEW_KEY);
  }

  private void change(
      Written written, Booking.Coupon coupon, State state, long updatedAt, int marks) {
    if (!rows.mayDeliver(UtcTime.dayOf(updatedAt))) {
      return;
    }
    Booking booking = written.booking();
    TypedPerson traveller = written.traveller();
    TypedPerson payer = written.payer();
    rows.add(
        Feed.BOOKINGS,
        marks,
        written.ticket().number(),
        String.valueOf(coupon.number()),
        booking.locator(),
        UtcTime.instant(booking.bookedAt()),
        booking.sale().channel().label(),
        booking.sale().agency().map(Agency::code).orElse(""),
        traveller.given(),
        traveller.surname(),
        traveller.birthDate(),
        traveller.email(),
        traveller.loyaltyNumber(),
        written.payerType(),
        payer.given(),
        payer.surname(),
        payer.birthDate(),
        payer.email(),
        payer.loyaltyNumber(),
        coupon.flight().number(),
        coupon.flight().from(),
        coupon.flight().to(),
        UtcTime.date(state.day()),
        state.cabin(),
        state.status(),
        Money.amount(coupon.fare()),
        Money.amount(coupon.tax()),
        Money.amount(state.refund()),
        booking.sale().currency(),
        UtcTime.instant(updatedAt));
  }
}
