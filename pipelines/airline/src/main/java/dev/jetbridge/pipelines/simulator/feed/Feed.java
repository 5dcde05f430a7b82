package dev.jetbridge.pipelines.simulator.feed;

import dev.jetbridge.pipelines.simulator.sources.Feeds;
import dev.jetbridge.pipelines.simulator.world.Household;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A source of the sample airline, whole: what its system tells of a day and of the people of a
 * household, how its files look, which faults are planted in them, and what is true of its records.
 * A new one is one class and its line in {@link Feeds}; it draws from streams of its own, so that
 * it changes no file of another one.
 */
public interface Feed extends Serializable {
  /** How its files are named and its records are written. */
  FileForm form();

  /** The ways in which its records break, in the turn in which its files have them. */
  List<Defect> defects();

  /** How many of them a file has. */
  default int defectsAFile(boolean isDaily) {
    return isDaily ? 2 : 5;
  }

  /**
   * First tries that are useless as a whole; the same records come an hour later in a proper file.
   */
  default Map<LocalDate, WholeFileFault> uselessTries() {
    return Map.of();
  }

  /**
   * Of a thousand records that nothing changes any more, how many are sent once more in a later
   * file, and how many are followed there by an older version of themselves. A small source has
   * more, so that a small sample has some of each.
   */
  default int lateOfAThousand() {
    return 2;
  }

  /**
   * Makes a record an older version of itself, which would be seen if it replaced the newer one.
   * Its order column is older already. Only asked of records that are marked as final.
   */
  default void makeOlder(String[] record) {
    throw new IllegalStateException("no record of " + form().product() + " is final");
  }

  /** Adds what it tells of a day, whoever flies. */
  default void addDay(long day, FeedRecords records) {}

  /** How many days before it a day may be told of. */
  default int daysAhead() {
    return 0;
  }

  /** Adds what it tells of the people of a household. */
  default void addHousehold(Household household, FeedRecords records) {}

  /** The parts of the truth that speak of it alone; links and customers are everybody's. */
  default List<TruthPart> truth() {
    return List.of();
  }
}
