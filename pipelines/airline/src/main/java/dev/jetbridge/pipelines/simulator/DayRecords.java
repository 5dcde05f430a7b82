package dev.jetbridge.pipelines.simulator;

/**
 * What happens on a day whoever flies: the flights that leave, the rates and airports that are
 * published.
 */
final class DayRecords {
  private static final long PUBLISHED_AT = 5 * UtcTime.HOUR + 30 * UtcTime.MINUTE;

  private final Delivery delivery;
  private final RecordRows rows;
  private final LegRecords legs;
  private final AirportRecords airports;

  DayRecords(Delivery delivery, RecordRows rows) {
    this.delivery = delivery;
    this.rows = rows;
    this.legs = new LegRecords(delivery, rows);
    this.airports = new AirportRecords(delivery, rows);
  }

  void add(long day) {
    for (long told = day - LegRecords.DAYS_AHEAD; told <= day + 1; told++) {
      if (rows.mayDeliver(Math.max(told, delivery.plan().firstDay().toEpochDay()))) {
        legs.addDay(day);
        break;
      }
    }
    if (day <= delivery.plan().lastDay().toEpochDay() && rows.mayDeliver(day)) {
      addRates(day);
      airports.addDay(day);
    }
  }

  private void addRates(long day) {
    Money money = delivery.money();
    for (String currency : Money.CODES) {
      if (!currency.equals(money.base())) {
        rows.add(
            Feed.RATES,
            RecordRows.NEW_KEY | RecordRows.FINAL,
            UtcTime.date(day),
            currency,
            money.base(),
            money.published(currency, day).toPlainString(),
            UtcTime.instant(day * UtcTime.DAY + PUBLISHED_AT));
      }
    }
  }
}
