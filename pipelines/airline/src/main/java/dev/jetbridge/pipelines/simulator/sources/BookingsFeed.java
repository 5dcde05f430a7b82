package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.pipelines.simulator.feed.CsvForm;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.Placement;
import dev.jetbridge.pipelines.simulator.feed.WholeFileFault;
import dev.jetbridge.pipelines.simulator.world.Agency;
import dev.jetbridge.pipelines.simulator.world.Booking;
import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import dev.jetbridge.pipelines.simulator.world.Household;
import dev.jetbridge.pipelines.simulator.world.Money;
import dev.jetbridge.pipelines.simulator.world.TicketHistory;
import dev.jetbridge.pipelines.simulator.world.TypedPerson;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The reservation system: each coupon when it is sold, and again whenever it is changed, cancelled
 * or refunded.
 */
record BookingsFeed(CsvForm form) implements Feed {
  BookingsFeed(Contracts contracts) {
    this(new CsvForm(contracts.get(Bookings.TABLE), Placement::ofDomain));
  }

  @Override
  public List<Defect> defects() {
    return List.of(
        Defect.wrongDate(Bookings.DEPARTURE_DATE, "2023-02-30"),
        Defect.wrongNumber(Bookings.FARE_AMOUNT, "1O2.50"),
        Defect.missing(Bookings.PASSENGER_SURNAME),
        Defect.outsideSet(Bookings.CABIN, "Q"),
        Defect.patternViolated(Bookings.TICKET_NUMBER, "17612345"),
        Defect.tooSmall(Bookings.REFUND_AMOUNT, "-1.00"),
        Defect.row("route_has_two_ends", this::arriveWhereItLeft),
        Defect.row("refund_not_above_paid", this::refundTooMuch),
        Defect.row("departs_after_booking", this::departTooEarly),
        Defect.fewFields(),
        Defect.manyFields(),
        Defect.wrongDate(Bookings.BOOKED_AT, "yesterday"),
        Defect.missing(Bookings.CURRENCY),
        Defect.outsideSet(Bookings.CHANNEL, "fax"),
        Defect.patternViolated(Bookings.PASSENGER_EMAIL, "not an address"),
        Defect.tooSmall(Bookings.PASSENGER_BIRTH_DATE, "1875-06-01"),
        Defect.tooLarge(Bookings.COUPON_NUMBER, "17"),
        Defect.tooLong(Bookings.PASSENGER_SURNAME));
  }

  private void arriveWhereItLeft(String[] record) {
    record[form.index(Bookings.ARRIVAL_AIRPORT)] = record[form.index(Bookings.DEPARTURE_AIRPORT)];
  }

  private void refundTooMuch(String[] record) {
    BigDecimal fare = new BigDecimal(record[form.index(Bookings.FARE_AMOUNT)]);
    BigDecimal tax = new BigDecimal(record[form.index(Bookings.TAX_AMOUNT)]);
    record[form.index(Bookings.REFUND_AMOUNT)] = fare.add(tax).add(BigDecimal.ONE).toPlainString();
  }

  private void departTooEarly(String[] record) {
    String bookedOn = record[form.index(Bookings.BOOKED_AT)].substring(0, 10);
    record[form.index(Bookings.DEPARTURE_DATE)] = LocalDate.parse(bookedOn).minusDays(1).toString();
  }

  @Override
  public Map<LocalDate, WholeFileFault> uselessTries() {
    return Map.of(
        DeliveryCalendar.CUT_OVER.withDayOfMonth(11), form.withoutLastColumn(),
        DeliveryCalendar.CUT_OVER.withDayOfMonth(15), form.otherEncoding());
  }

  @Override
  public void makeOlder(String[] record) {
    record[form.index(Bookings.TAX_AMOUNT)] = "0.00";
    record[form.index(Bookings.REFUND_AMOUNT)] = "0.00";
  }

  @Override
  public void addHousehold(Household household, FeedRecords records) {
    for (TicketHistory ticket : household.tickets()) {
      addLinks(ticket, records);
      for (TicketHistory.Change change : ticket.changes()) {
        if (records.mayDeliver(UtcTime.dayOf(change.at()))) {
          add(ticket, change, records);
        }
      }
    }
  }

  private static void addLinks(TicketHistory history, FeedRecords records) {
    Booking booking = history.booking();
    String ticket = history.ticket().number();
    records.link(booking.bookedOn(), "traveller", ticket, history.ticket().traveller());
    if (booking.payer() == Booking.Payer.BOOKER && !history.isOfBooker()) {
      records.link(booking.bookedOn(), "payer", ticket, booking.booker());
    }
  }

  private static void add(TicketHistory history, TicketHistory.Change change, FeedRecords records) {
    Booking booking = history.booking();
    Booking.Coupon coupon = change.coupon();
    TypedPerson traveller = history.traveller();
    TypedPerson payer = history.payer();
    records.add(
        (change.isFirst() ? FeedRecords.NEW_KEY : 0) | (change.isLast() ? FeedRecords.FINAL : 0),
        history.ticket().number(),
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
        payerType(history),
        payer.given(),
        payer.surname(),
        payer.birthDate(),
        payer.email(),
        payer.loyaltyNumber(),
        coupon.flight().number(),
        coupon.flight().from(),
        coupon.flight().to(),
        UtcTime.date(change.day()),
        change.cabin(),
        change.status(),
        Money.amount(coupon.fare()),
        Money.amount(coupon.tax()),
        Money.amount(change.refund()),
        booking.sale().currency(),
        UtcTime.instant(change.at()));
  }

  private static String payerType(TicketHistory history) {
    if (history.booking().payer() == Booking.Payer.AGENCY) {
      return "agency";
    }
    return history.isOfBooker() ? "traveller" : "person";
  }
}
