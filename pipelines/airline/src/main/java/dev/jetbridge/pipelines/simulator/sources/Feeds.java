package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import java.util.List;

/** The sources of the sample airline. */
public final class Feeds {
  private Feeds() {}

  /** All of them, in the order in which totals tell of them. */
  public static List<Feed> of(Contracts contracts) {
    return List.of(
        new BookingsFeed(contracts),
        new MembersFeed(contracts),
        new ActivityFeed(contracts),
        new FlightLegsFeed(contracts),
        new InflightSalesFeed(contracts),
        new ExchangeRatesFeed(contracts),
        new AirportsFeed(contracts));
  }
}
