package dev.jetbridge.jobs.analytics;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** The groups of IATA delay codes. Source: IATA Airport Handling Manual, AHM 730. */
final class DelayCauseGroups {
  /** A group and its last code; it begins after the one before it. */
  private record Group(int last, String name) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group(10, "airline internal"),
          new Group(20, "passenger and baggage"),
          new Group(30, "cargo and mail"),
          new Group(40, "ramp handling"),
          new Group(50, "technical"),
          new Group(60, "damage and systems"),
          new Group(70, "operations and crew"),
          new Group(80, "weather"),
          new Group(84, "air traffic flow"),
          new Group(90, "airport and authorities"),
          new Group(96, "reactionary"),
          new Group(99, "miscellaneous"));

  private DelayCauseGroups() {}

  /** The group of a code of two digits; the other value when there is no code. */
  static Column of(Column code, String otherwise) {
    Column number = code.cast(DataTypes.IntegerType);
    Column group = when(number.isNull(), lit(otherwise));
    for (Group g : GROUPS) {
      group = group.when(number.leq(g.last()), lit(g.name()));
    }
    return group;
  }
}
