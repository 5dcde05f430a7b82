package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.pipelines.simulator.feed.CsvForm;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.Placement;
import dev.jetbridge.pipelines.simulator.world.Money;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.util.List;

/** The rates of each day, from a provider. */
record ExchangeRatesFeed(CsvForm form) implements Feed {
  private static final long PUBLISHED_AT = 5 * UtcTime.HOUR + 30 * UtcTime.MINUTE;

  ExchangeRatesFeed(Contracts contracts) {
    this(new CsvForm(contracts.get(ExchangeRates.TABLE), Placement::ofProvider));
  }

  @Override
  public List<Defect> defects() {
    return List.of(
        Defect.wrongDate(ExchangeRates.RATE_DATE, "2023-02-30"),
        Defect.wrongNumber(ExchangeRates.RATE, "n/a"),
        Defect.missing(ExchangeRates.RATE),
        Defect.patternViolated(ExchangeRates.CURRENCY, "EURO"),
        Defect.tooSmall(ExchangeRates.RATE, "-0.50000000"),
        Defect.fewFields(),
        Defect.manyFields());
  }

  @Override
  public int defectsAFile(boolean isDaily) {
    return isDaily ? 1 : 3;
  }

  @Override
  public int lateOfAThousand() {
    return 12;
  }

  @Override
  public void makeOlder(String[] record) {
    record[form.index(ExchangeRates.RATE)] = "1.00000000";
  }

  @Override
  public void addDay(long day, FeedRecords records) {
    Money money = records.money();
    if (!records.mayDeliver(day)) {
      return;
    }
    for (String currency : Money.CODES) {
      if (!currency.equals(money.base())) {
        records.add(
            FeedRecords.NEW_KEY | FeedRecords.FINAL,
            UtcTime.date(day),
            currency,
            money.base(),
            money.published(currency, day).toPlainString(),
            UtcTime.instant(day * UtcTime.DAY + PUBLISHED_AT));
      }
    }
  }
}
