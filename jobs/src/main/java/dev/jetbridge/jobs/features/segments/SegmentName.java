package dev.jetbridge.jobs.features.segments;

import java.util.List;

/**
 * What a segment is called, by where its centre lies from the average customer: whether its
 * customers bought more recently, more often, for more, and have been known for longer.
 */
record SegmentName(String name, String description) {
  /** Of a segment that holds every customer. */
  static final SegmentName EVERYONE = new SegmentName("Everyone", "All customers are alike");

  /**
   * The name by the signs of the centre's distances from the mean of recency in days, frequency,
   * monetary value and tenure.
   */
  static SegmentName of(double[] centre, double[] mean) {
    boolean recent = centre[0] < mean[0];
    boolean frequent = centre[1] > mean[1];
    boolean valuable = centre[2] > mean[2];
    boolean known = centre[3] > mean[3];
    String name = recent ? active(frequent, valuable, known) : lapsed(frequent, valuable, known);
    return new SegmentName(name, description(recent, frequent, valuable, known));
  }

  /** Tells it from segments that already have the name, by a number. */
  SegmentName unlike(List<String> taken) {
    String unique = name;
    for (int number = 2; taken.contains(unique); number++) {
      unique = name + " " + number;
    }
    return new SegmentName(unique, description);
  }

  private static String active(boolean frequent, boolean valuable, boolean known) {
    if (frequent) {
      return valuable ? "Champions" : "Loyal";
    }
    if (valuable) {
      return known ? "Big spenders" : "Promising";
    }
    return known ? "Occasional" : "New";
  }

  private static String lapsed(boolean frequent, boolean valuable, boolean known) {
    if (frequent) {
      return valuable ? "At risk" : "Slipping away";
    }
    if (valuable) {
      return "Lapsed big spenders";
    }
    return known ? "Dormant" : "Passing";
  }

  private static String description(
      boolean recent, boolean frequent, boolean valuable, boolean known) {
    return String.format(
        "Bought %s, %s and for %s than the average customer; known for %s",
        recent ? "more recently" : "longer ago",
        frequent ? "more often" : "less often",
        valuable ? "more" : "less",
        known ? "longer" : "a shorter time");
  }
}
