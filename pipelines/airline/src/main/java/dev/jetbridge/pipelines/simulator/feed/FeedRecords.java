package dev.jetbridge.pipelines.simulator.feed;

import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import dev.jetbridge.pipelines.simulator.world.Draws;
import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import dev.jetbridge.pipelines.simulator.world.Money;
import dev.jetbridge.pipelines.simulator.world.Person;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.util.Arrays;

/**
 * Takes the records of one feed and what is true of them, each into the file of its day. Some
 * records that never change again are sent once more in a later file, some are followed there by an
 * older version of themselves.
 */
public final class FeedRecords {
  /** The key appears for the first time. */
  public static final int NEW_KEY = 1;

  /** The record deletes its key. */
  public static final int DELETES = 2;

  /** Nothing later changes the key. */
  public static final int FINAL = 4;

  /** The record was in an earlier file already, equal in all fields. */
  public static final int SENT_AGAIN = 8;

  /** A newer version of the record was in an earlier file already. */
  public static final int OUTDATED = 16;

  private static final int LATE_RECORDS_OF = 1_000;
  private static final int LATE_DAYS = 3;

  private final Delivery delivery;
  private final int place;
  private final Feed feed;
  private final RecordRows rows;

  /**
   * @param place of the feed in the list of all
   */
  FeedRecords(Delivery delivery, int place, RecordRows rows) {
    this.delivery = delivery;
    this.place = place;
    this.feed = delivery.feeds().get(place);
    this.rows = rows;
  }

  public Feed feed() {
    return feed;
  }

  public SimulationPlan plan() {
    return delivery.plan();
  }

  public DeliveryCalendar calendar() {
    return delivery.calendar();
  }

  public Money money() {
    return delivery.money();
  }

  /** Whether a file holds the records of that day, or records late by a few periods after it. */
  public boolean mayDeliver(long day) {
    int period = calendar().periodOf(day);
    if (calendar().delivers(period)) {
      return true;
    }
    for (int late = 1; late <= LATE_DAYS; late++) {
      if (calendar().delivers(latePeriod(period, late))) {
        return true;
      }
    }
    return false;
  }

  /** A record, changed at the instant its order column tells. */
  public void add(int marks, String... fields) {
    String changedAt = fields[feed.form().orderIndex()];
    int period = calendar().periodOf(UtcTime.dayOf(UtcTime.seconds(changedAt)));
    put(period, marks, fields);
    if ((marks & FINAL) != 0) {
      addLate(period, fields);
    }
  }

  private void addLate(int period, String[] fields) {
    String sortKey = feed.form().sortKey(fields);
    int draw = Draws.once(plan().seed(), Purpose.LATE_RECORD, textHash(sortKey), LATE_RECORDS_OF);
    int later = latePeriod(period, 1 + draw % LATE_DAYS);
    int share = feed.lateOfAThousand();
    if (draw < share) {
      put(later, SENT_AGAIN, fields);
    } else if (draw < 2 * share) {
      put(later, OUTDATED, older(fields));
    }
  }

  /** A version of a record a minute older. */
  private String[] older(String[] newer) {
    String[] older = Arrays.copyOf(newer, newer.length);
    int order = feed.form().orderIndex();
    older[order] = UtcTime.instant(UtcTime.seconds(newer[order]) - UtcTime.MINUTE);
    feed.makeOlder(older);
    return older;
  }

  private int latePeriod(int period, int days) {
    return calendar().periodOf(calendar().lastDayOf(period).toEpochDay() + days);
  }

  private void put(int period, int marks, String[] fields) {
    if (calendar().delivers(period)) {
      rows.add(Delivery.file(place, period), feed.form().sortKey(fields), marks, fields);
    }
  }

  /**
   * Tells that the records of a key are truly those of a person.
   *
   * @param day of the first of them
   * @param role the person's in the record
   */
  public void link(long day, String role, String key, Person person) {
    addTruth(TruthPart.LINKS, day, feed.form().source(), role, key, person.id());
  }

  /** A record of the truth that goes with the source files of that day. */
  public void addTruth(TruthPart part, long day, String... fields) {
    rows.addTruth(part, calendar().periodOf(day), fields);
  }

  private static long textHash(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }
}
