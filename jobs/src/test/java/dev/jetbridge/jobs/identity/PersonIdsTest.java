package dev.jetbridge.jobs.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.SparkTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PersonIdsTest extends SparkTest {
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");
  private static final RunContext NEXT = asOf("2026-04-01T23:59:59.999999Z");
  private static final StructType MENTIONS =
      new StructType()
          .add(Links.SOURCE, DataTypes.StringType)
          .add(Links.ROLE, DataTypes.StringType)
          .add(Links.RECORD_KEY, DataTypes.StringType)
          .add(PersonIds.COMPONENT, DataTypes.StringType);

  @Test
  void mintsFromTheFoundingKeyOnly() {
    var ids = ids(RUN, mentions("a b", "1 k"), null);
    var later = ids(NEXT, mentions("c", "1 k"), null);

    assertThat(ids.get("a")).matches("P[0-9a-f]{24}").isEqualTo(ids.get("b"));
    assertThat(later.get("c")).isEqualTo(ids.get("a"));
  }

  @Test
  void givesAMentionWithoutComponentNoId() {
    var before = assigned(RUN, mentions("a", "1 k", "b", null), null);

    var ids = ids(NEXT, mentions("a", "1 k", "b", null), before);

    assertThat(ids).containsEntry("b", null);
    assertThat(ids.get("a")).isNotNull();
  }

  @Test
  void keepsTheIdWhenTheFoundingKeyChanges() {
    var before = assigned(RUN, mentions("a", "2 x"), null);

    var ids = ids(NEXT, mentions("a b", "1 k"), before);

    assertThat(ids.get("a")).isEqualTo(byRecord(before).get("a")).isEqualTo(ids.get("b"));
  }

  @Test
  void keepsTheIdMostMentionsCarryWhenTwoBecomeOne() {
    var before = assigned(RUN, mentions("a", "1 k", "b c", "2 x"), null);

    var ids = ids(NEXT, mentions("a b c d", "1 k"), before);

    assertThat(ids.values()).containsOnly(byRecord(before).get("b"));
  }

  @Test
  void keepsTheSmallestIdOfEquals() {
    var before = assigned(RUN, mentions("a", "1 k", "b", "2 x"), null);
    List<String> carried = byRecord(before).values().stream().sorted().toList();

    var ids = ids(NEXT, mentions("a b", "1 k"), before);

    assertThat(ids.values()).containsOnly(carried.get(0));
  }

  @Test
  void leavesTheIdWithTheLargerPartOfASplit() {
    var before = assigned(RUN, mentions("a b c", "1 k"), null);
    String id = byRecord(before).get("a");

    var ids = ids(NEXT, mentions("a", "1 k", "b c", "2 x", "d", "2 y"), before);

    assertThat(ids).containsEntry("b", id).containsEntry("c", id);
    assertThat(List.of(ids.get("a"), id, ids.get("d")))
        .doesNotHaveDuplicates()
        .doesNotContainNull();
  }

  @Test
  void keepsTheNewIdOfASplitFromThenOn() {
    var before = assigned(RUN, mentions("a b c", "1 k"), null);
    var split = assigned(NEXT, mentions("a", "1 k", "b c", "2 x"), before);

    var ids = ids(asOf("2026-04-02T00:00:00Z"), mentions("a e", "1 k", "b c", "2 x"), split);

    assertThat(ids.get("e")).isEqualTo(ids.get("a")).isEqualTo(byRecord(split).get("a"));
    assertThat(ids.get("b")).isEqualTo(byRecord(split).get("b"));
  }

  @Test
  void neverGivesANewcomerAnIdThatIsTaken() {
    var before = assigned(RUN, mentions("a b", "1 k"), null);

    var ids = ids(NEXT, mentions("a b", "2 x", "n", "1 k"), before);

    assertThat(ids.get("a")).isEqualTo(byRecord(before).get("a")).isNotEqualTo(ids.get("n"));
    assertThat(ids.get("n")).isNotNull();
  }

  private static Map<String, String> ids(
      RunContext run, Dataset<Row> mentions, Dataset<Row> previous) {
    return byRecord(assigned(run, mentions, previous));
  }

  private static Dataset<Row> assigned(
      RunContext run, Dataset<Row> mentions, Dataset<Row> previous) {
    return new PersonIds(run).assign(mentions, Optional.ofNullable(previous)).localCheckpoint();
  }

  private static Map<String, String> byRecord(Dataset<Row> links) {
    Map<String, String> ids = new HashMap<>();
    for (Row link : links.collectAsList()) {
      assertThat(ids).doesNotContainKey(link.getAs(Links.RECORD_KEY));
      ids.put(link.getAs(Links.RECORD_KEY), link.getAs(Links.PERSON_ID));
    }
    return ids;
  }

  /** Pairs of record keys, separated by spaces, and the component they belong to. */
  private static Dataset<Row> mentions(String... recordsAndComponents) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < recordsAndComponents.length; i += 2) {
      for (String record : recordsAndComponents[i].split(" ", -1)) {
        rows.add(
            RowFactory.create("loyalty.activity", "member", record, recordsAndComponents[i + 1]));
      }
    }
    return spark.createDataFrame(rows, MENTIONS);
  }
}
