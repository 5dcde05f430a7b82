package dev.jetbridge.pipelines.simulator.feed;

import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import dev.jetbridge.pipelines.simulator.world.Money;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every worker must know: the plan, which files are due, whose they are, and the rates. A file
 * has a number, by which its records come together: that of its feed or part of the truth, and its
 * own among theirs.
 *
 * @param parts of the truth
 */
public record Delivery(
    SimulationPlan plan,
    DeliveryCalendar calendar,
    List<Feed> feeds,
    List<TruthPart> parts,
    Money money,
    String sources,
    String truth)
    implements Serializable {
  private static final int FILES_A_FEED = 1_000_000;

  public Delivery {
    feeds = new ArrayList<>(feeds);
    parts = new ArrayList<>(parts);
  }

  public static Delivery of(
      SimulationPlan plan,
      DeliveryCalendar calendar,
      List<Feed> feeds,
      String sources,
      String truth) {
    Stream<TruthPart> own = feeds.stream().flatMap(feed -> feed.truth().stream());
    List<TruthPart> parts =
        Stream.concat(Stream.of(TruthPart.LINKS, TruthPart.CUSTOMERS), own).toList();
    return new Delivery(plan, calendar, feeds, parts, new Money(plan), sources, truth);
  }

  /** The file of a feed, by the feed's place in the list. */
  static int file(int feed, int period) {
    return feed * FILES_A_FEED + period;
  }

  int file(TruthPart part, int number) {
    return file(feeds.size() + parts.indexOf(part), number);
  }

  public boolean isOfSource(int file) {
    return file / FILES_A_FEED < feeds.size();
  }

  public Feed feedOf(int file) {
    return feeds.get(file / FILES_A_FEED);
  }

  public TruthPart partOf(int file) {
    return parts.get(file / FILES_A_FEED - feeds.size());
  }

  public static int numberOf(int file) {
    return file % FILES_A_FEED;
  }
}
