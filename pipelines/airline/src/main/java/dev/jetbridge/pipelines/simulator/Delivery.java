package dev.jetbridge.pipelines.simulator;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/** What every worker must know: the plan, which files are due, how they look, and the rates. */
record Delivery(
    SimulationPlan plan,
    DeliveryCalendar calendar,
    Map<Feed, Layout> layouts,
    Money money,
    String sources,
    String truth)
    implements Serializable {
  private static final int FILES_A_FEED = 1_000_000;

  Delivery {
    layouts = new EnumMap<>(layouts);
  }

  Layout layout(Feed feed) {
    return layouts.get(feed);
  }

  static int fileId(Feed feed, int number) {
    return feed.number() * FILES_A_FEED + number;
  }

  static Feed feedOf(int fileId) {
    return Feed.numbered(fileId / FILES_A_FEED);
  }

  static int numberOf(int fileId) {
    return fileId % FILES_A_FEED;
  }
}
