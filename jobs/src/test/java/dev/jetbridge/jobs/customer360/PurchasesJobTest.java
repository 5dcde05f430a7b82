package dev.jetbridge.jobs.customer360;

import static dev.jetbridge.jobs.customer360.Sold.AMINA;
import static dev.jetbridge.jobs.customer360.Sold.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.customer360.Sold.Coupon;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PurchasesJobTest extends SparkTest {
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");

  @Test
  void sumsTheCouponsOfATravellerWhoPays() {
    Row purchase =
        only(
            new Sold()
                .coupon(Coupon.of("T1", "100.00", "20.50"))
                .coupon(Coupon.of("T1", "80.25", "10.00").number(2))
                .persons("T1", AMINA, AMINA));

    assertThat(purchase.<String>getAs(Purchases.PERSON_ID)).isEqualTo(AMINA);
    assertThat(purchase.<String>getAs(Purchases.BOOKING_ID)).matches("B[0-9a-f]{24}");
    assertThat(purchase.<Timestamp>getAs(Purchases.PURCHASED_AT))
        .isEqualTo(Timestamp.from(Instant.parse("2026-03-01T10:00:00Z")));
    assertThat(purchase.<Date>getAs(Purchases.PURCHASE_DATE)).isEqualTo(Date.valueOf("2026-03-01"));
    assertThat(purchase.<String>getAs(Purchases.PAYMENT_PARTY)).isEqualTo("self");
    assertThat(amount(purchase, Purchases.PAID_NET_VALUE)).isEqualTo("180.25");
    assertThat(amount(purchase, Purchases.PAID_TAX)).isEqualTo("30.50");
    assertThat(amount(purchase, Purchases.PAID_REFUND)).isEqualTo("0.00");
    assertThat(amount(purchase, Purchases.FLOWN_NET_VALUE)).isEqualTo("180.25");
    assertThat(purchase.<Integer>getAs(Purchases.COUPONS)).isEqualTo(2);
    assertThat(purchase.<Integer>getAs(Purchases.CANCELLED_COUPONS)).isZero();
    assertThat(purchase.<String>getAs(Purchases.BASE_CURRENCY)).isEqualTo("AED");
  }

  @Test
  void keepsThePayerAndTheTravellersOfAFamilyBookingApart() {
    var purchases =
        byPerson(
            new Sold()
                .coupon(Coupon.of("T1", "100.00", "10.00"))
                .coupon(Coupon.of("T2", "60.00", "5.00").paidBy("person"))
                .coupon(Coupon.of("T3", "40.00", "5.00").paidBy("person"))
                .persons("T1", AMINA, AMINA)
                .persons("T2", BEN, AMINA)
                .persons("T3", null, AMINA));

    assertThat(purchases).containsOnlyKeys(AMINA, BEN);
    Row payer = purchases.get(AMINA);
    assertThat(payer.<Boolean>getAs(Purchases.IS_PAYER)).isTrue();
    assertThat(payer.<Boolean>getAs(Purchases.IS_TRAVELLER)).isTrue();
    assertThat(amount(payer, Purchases.PAID_NET_VALUE)).isEqualTo("200.00");
    assertThat(amount(payer, Purchases.FLOWN_NET_VALUE)).isEqualTo("100.00");
    assertThat(payer.<Integer>getAs(Purchases.COUPONS)).isEqualTo(3);
    Row traveller = purchases.get(BEN);
    assertThat(traveller.<Boolean>getAs(Purchases.IS_PAYER)).isFalse();
    assertThat(traveller.<Boolean>getAs(Purchases.IS_TRAVELLER)).isTrue();
    assertThat(traveller.<String>getAs(Purchases.PAYMENT_PARTY)).isEqualTo("other-person");
    assertThat(amount(traveller, Purchases.PAID_NET_VALUE)).isEqualTo("0.00");
    assertThat(amount(traveller, Purchases.FLOWN_NET_VALUE)).isEqualTo("60.00");
    assertThat(amount(traveller, Purchases.FLOWN_TAX)).isEqualTo("5.00");
  }

  @Test
  void knowsNoPayerOfWhatAnAgencyPaid() {
    Row purchase =
        only(
            new Sold()
                .coupon(Coupon.of("T1", "100.00", "10.00").paidBy("agency"))
                .persons("T1", AMINA, BEN));

    assertThat(purchase.<String>getAs(Purchases.PERSON_ID)).isEqualTo(AMINA);
    assertThat(purchase.<String>getAs(Purchases.PAYMENT_PARTY)).isEqualTo("agency");
    assertThat(purchase.<Boolean>getAs(Purchases.IS_PAYER)).isFalse();
    assertThat(amount(purchase, Purchases.FLOWN_NET_VALUE)).isEqualTo("100.00");
  }

  @Test
  void convertsAtTheRateOfTheUtcDayOfBooking() {
    Row purchase =
        only(
            new Sold()
                .coupon(
                    Coupon.of("T1", "100.00", "10.01")
                        .in("GBP")
                        .booking("LOC001", "2026-03-01T23:59:59Z"))
                .persons("T1", AMINA, AMINA)
                .rate("2026-02-28", "GBP", "4.5")
                .rate("2026-03-01", "GBP", "4.61234567")
                .rate("2026-03-02", "GBP", "4.7")
                .rate("2026-03-01", "EUR", "3.9")
                .rateInto("USD", "2026-03-01", "GBP", "1.27"));

    assertThat(amount(purchase, Purchases.PAID_NET_VALUE)).isEqualTo("461.23");
    assertThat(amount(purchase, Purchases.PAID_TAX)).isEqualTo("46.17");
  }

  @Test
  void roundsHalfUpOnceACoupon() {
    Row purchase =
        only(
            new Sold()
                .coupon(Coupon.of("T1", "0.01", "0.01").in("GBP"))
                .coupon(Coupon.of("T1", "0.01", "0.03").in("GBP").number(2))
                .persons("T1", AMINA, AMINA)
                .rate("2026-03-01", "GBP", "0.5"));

    assertThat(amount(purchase, Purchases.PAID_NET_VALUE)).isEqualTo("0.02");
    assertThat(amount(purchase, Purchases.PAID_TAX)).isEqualTo("0.03");
  }

  @Test
  void usesTheLatestEarlierRateWhenTheDayHasNone() {
    Row purchase =
        only(
            new Sold()
                .coupon(Coupon.of("T1", "100.00", "0").in("GBP"))
                .persons("T1", AMINA, AMINA)
                .rate("2026-01-15", "GBP", "4.4")
                .rate("2026-02-20", "GBP", "4.5")
                .rate("2026-03-02", "GBP", "4.7"));

    assertThat(amount(purchase, Purchases.PAID_NET_VALUE)).isEqualTo("450.00");
  }

  @Test
  void leavesTheAmountsOpenWithoutAnyRateUpToThatDay() {
    Row purchase =
        only(
            new Sold()
                .coupon(Coupon.of("T1", "100.00", "10.00").in("GBP"))
                .coupon(Coupon.of("T1", "50.00", "10.00").number(2))
                .persons("T1", AMINA, AMINA)
                .rate("2026-03-02", "GBP", "4.7"));

    assertThat(
            List.of(
                Purchases.PAID_NET_VALUE,
                Purchases.PAID_TAX,
                Purchases.PAID_REFUND,
                Purchases.FLOWN_NET_VALUE,
                Purchases.FLOWN_TAX,
                Purchases.FLOWN_REFUND))
        .allMatch(column -> purchase.isNullAt(purchase.fieldIndex(column)));
    assertThat(purchase.<Integer>getAs(Purchases.COUPONS)).isEqualTo(2);
  }

  @Test
  void takesARefundFirstFromTheFareThenFromTheTax() {
    var ofFare = only(refunded("30.00"));
    var ofBoth = only(refunded("104.00"));

    assertThat(amount(ofFare, Purchases.PAID_NET_VALUE)).isEqualTo("70.00");
    assertThat(amount(ofFare, Purchases.PAID_TAX)).isEqualTo("10.00");
    assertThat(amount(ofFare, Purchases.PAID_REFUND)).isEqualTo("30.00");
    assertThat(amount(ofBoth, Purchases.PAID_NET_VALUE)).isEqualTo("0.00");
    assertThat(amount(ofBoth, Purchases.PAID_TAX)).isEqualTo("6.00");
    assertThat(amount(ofBoth, Purchases.PAID_REFUND)).isEqualTo("104.00");
    assertThat(ofBoth.<Integer>getAs(Purchases.CANCELLED_COUPONS)).isEqualTo(1);
  }

  @Test
  void ignoresBookingsAfterAsOf() {
    Row purchase =
        only(
            new Sold()
                .coupon(
                    Coupon.of("T1", "1.00", "0").booking("LOC001", "2026-03-31T23:59:59.999999Z"))
                .coupon(Coupon.of("T2", "2.00", "0").booking("LOC002", "2026-04-01T00:00:00Z"))
                .persons("T1", AMINA, AMINA)
                .persons("T2", AMINA, AMINA));

    assertThat(amount(purchase, Purchases.PAID_NET_VALUE)).isEqualTo("1.00");
  }

  @Test
  void tellsBookingsApartThatUseALocatorAgain() {
    List<Row> purchases =
        purchases(
            new Sold()
                .coupon(Coupon.of("T1", "1.00", "0"))
                .coupon(Coupon.of("T2", "2.00", "0").booking("LOC001", "2026-03-09T10:00:00Z"))
                .persons("T1", AMINA, AMINA)
                .persons("T2", AMINA, AMINA)
                .in(spark));

    assertThat(purchases).hasSize(2);
    assertThat(purchases)
        .extracting(purchase -> purchase.<String>getAs(Purchases.BOOKING_ID))
        .doesNotHaveDuplicates();
  }

  @Test
  void leavesOutWhoIsNotIdentified() {
    assertThat(
            purchases(
                new Sold()
                    .coupon(Coupon.of("T1", "1.00", "0"))
                    .coupon(Coupon.of("T2", "1.00", "0"))
                    .persons("T1", null, null)
                    .in(spark)))
        .isEmpty();
  }

  @Test
  void doesNotDependOnOrderOrPartitions() {
    Sold sold = new Sold().rate("2026-02-01", "GBP", "4.61234567");
    for (int i = 0; i < 40; i++) {
      String ticket = "T" + i;
      sold.coupon(
              Coupon.of(ticket, i + ".37", "1.11")
                  .booking("LOC00" + i % 5, "2026-03-0" + (1 + i % 3) + "T10:00:00Z")
                  .in(i % 2 == 0 ? "GBP" : "AED")
                  .paidBy(i % 3 == 0 ? "person" : "traveller"))
          .persons(ticket, i % 4 == 0 ? BEN : AMINA, i % 3 == 0 ? BEN : AMINA);
    }

    var once = withShufflePartitions(1, () -> purchases(sold.in(spark)));
    var often =
        withShufflePartitions(
            7,
            () ->
                purchases(
                    sold.in(
                        spark,
                        rows -> rows.repartition(7).sort(rows.columns()[1], rows.columns()[0]))));

    assertThat(once).hasSizeGreaterThan(10);
    assertThat(often).containsExactlyInAnyOrderElementsOf(once);
  }

  private static Sold refunded(String refund) {
    return new Sold()
        .coupon(Coupon.of("T1", "100.00", "10.00").cancelled(refund))
        .persons("T1", AMINA, AMINA);
  }

  private static Map<String, Row> byPerson(Sold sold) {
    Map<String, Row> byPerson = new TreeMap<>();
    for (Row purchase : purchases(sold.in(spark))) {
      assertThat(byPerson.put(purchase.getAs(Purchases.PERSON_ID), purchase)).isNull();
    }
    return byPerson;
  }

  private static Row only(Sold sold) {
    List<Row> purchases = purchases(sold.in(spark));
    assertThat(purchases).hasSize(1);
    return purchases.get(0);
  }

  private static List<Row> purchases(InMemoryInputs inputs) {
    return new PurchasesJob("AED").run(inputs, RUN).rows().collectAsList();
  }

  private static String amount(Row purchase, String column) {
    return purchase.<BigDecimal>getAs(column).toPlainString();
  }
}
