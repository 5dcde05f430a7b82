package dev.jetbridge.pipelines.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class OfflineStoreTest extends LakeTest {
  private static final Instant DAY_ONE = Instant.parse("2023-08-30T23:59:59.999999Z");
  private static final Instant DAY_TWO = Instant.parse("2023-08-31T23:59:59.999999Z");

  @Test
  void holdsRecordsInTheLayoutOfFeatureStoreAndEachPublicationOnce() {
    Contract contract = FeatureProducts.byAsOf("store.layout");
    long source =
        FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 3, "12.50", true));

    long appended = follow(contract);

    Row record = store(contract).first();
    Table table = lake().table(name(contract));
    Table product = lake().table(contract.id());
    assertThat(appended).isEqualTo(1);
    assertThat(store(contract).schema().toDDL())
        .isEqualTo(
            "person_id STRING,as_of STRING,flights BIGINT,spent DOUBLE,upgraded BIGINT,"
                + "api_invocation_time TIMESTAMP,write_time TIMESTAMP,is_deleted BOOLEAN");
    assertThat(table.spec().fields()).hasSize(1);
    assertThat(table.spec().fields().get(0).name()).isEqualTo("as_of_trunc");
    assertThat(table.spec().fields().get(0).transform()).hasToString("truncate[10]");
    assertThat(record.toString())
        .startsWith("[P1,2023-08-30T23:59:59.999Z,3,12.5,1,")
        .endsWith(",false]");
    assertThat(record.getTimestamp(5).toInstant())
        .isEqualTo(Instant.ofEpochMilli(product.snapshot(source).timestampMillis()));
    assertThat(record.getTimestamp(6).toInstant())
        .isEqualTo(Instant.ofEpochMilli(product.history().get(0).timestampMillis()))
        .isAfterOrEqualTo(record.getTimestamp(5).toInstant());
    assertThat(table.currentSnapshot().summary())
        .containsEntry("jetbridge.source-snapshot", Long.toString(source));

    assertThat(follow(contract)).isZero();
    assertThat(snapshot(contract)).isEqualTo(table.currentSnapshot().snapshotId());
    assertThat(records(contract)).hasSize(1);
  }

  @Test
  void makesUpForWhatAKilledRunLeftOut() {
    Contract contract = FeatureProducts.byAsOf("store.killed");
    FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    follow(contract);
    long second =
        FeatureProducts.publish(lake(), contract, DAY_TWO, row("P1", DAY_TWO, 2, "2", true));
    FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 9, "1", true));
    // A kill after the rows of the second were written and before they were published.
    String branch = "follow_" + second;
    lake().openBranch(name(contract), branch);
    lake().touch(name(contract), branch, java.util.Map.of());

    long appended = follow(contract);

    assertThat(appended).isEqualTo(2);
    assertThat(records(contract))
        .containsExactly(
            "P1,2023-08-30T23:59:59.999Z,1,1.0,1,false",
            "P1,2023-08-30T23:59:59.999Z,9,1.0,1,false",
            "P1,2023-08-31T23:59:59.999Z,2,2.0,1,false");
    assertThat(lake().table(name(contract)).refs()).containsOnlyKeys("main");
  }

  @Test
  void appendsWhatARepeatedPublicationChanges() {
    Contract contract = FeatureProducts.byAsOf("store.repeated");
    FeatureProducts.publish(
        lake(),
        contract,
        DAY_ONE,
        row("same", DAY_ONE, 1, "1", true),
        row("other", DAY_ONE, 1, "1", true),
        row("gone", DAY_ONE, 1, "1", true));
    follow(contract);

    FeatureProducts.publish(
        lake(),
        contract,
        DAY_ONE,
        row("same", DAY_ONE, 1, "1", true),
        row("other", DAY_ONE, 1, "1.01", null));
    long appended = follow(contract);

    assertThat(appended).isEqualTo(2);
    assertThat(records(contract))
        .containsExactly(
            "gone,2023-08-30T23:59:59.999Z,1,1.0,1,false",
            "gone,2023-08-30T23:59:59.999Z,null,null,null,true",
            "other,2023-08-30T23:59:59.999Z,1,1.0,1,false",
            "other,2023-08-30T23:59:59.999Z,1,1.01,null,false",
            "same,2023-08-30T23:59:59.999Z,1,1.0,1,false");
  }

  @Test
  void takesAbsenceFromALaterEventTimeForNoStatement() {
    Contract contract = FeatureProducts.byAsOf("store.vanished");
    FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    FeatureProducts.publish(lake(), contract, DAY_TWO, row("P2", DAY_TWO, 1, "1", true));

    follow(contract);

    assertThat(records(contract)).hasSize(2).noneMatch(r -> r.endsWith("true"));
  }

  @Test
  void comparesTheWholeTableWhenPublicationsBetweenAreForgotten() {
    Contract contract = FeatureProducts.byAsOf("store.forgotten");
    FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    FeatureProducts.publish(lake(), contract, DAY_TWO, row("P1", DAY_TWO, 2, "2", true));
    lake().table(contract.id()).expireSnapshots().expireOlderThan(Long.MAX_VALUE).commit();

    long appended = follow(contract);

    assertThat(appended).isEqualTo(2);
    assertThat(follow(contract)).isZero();
  }

  @Test
  void aCompactionIsNoPublication() {
    Contract contract = FeatureProducts.byAsOf("store.compacted");
    long first =
        FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    follow(contract);
    long before = snapshot(contract);
    compact(contract.id());

    assertThat(follow(contract)).isZero();
    assertThat(snapshot(contract)).isEqualTo(before);

    FeatureProducts.publish(lake(), contract, DAY_TWO, row("P1", DAY_TWO, 2, "2", true));
    compact(contract.id());
    compact(name(contract));

    assertThat(follow(contract)).isEqualTo(1);
    assertThat(lake().table(contract.id()).snapshot(first)).isNotNull();
    assertThat(records(contract)).hasSize(2).noneMatch(r -> r.endsWith("true"));
    assertThat(follow(contract)).isZero();
  }

  @Test
  void aCompactionStandsForAPublicationThatHasExpired() {
    Contract contract = FeatureProducts.byAsOf("store.stands");
    long only =
        FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    compact(contract.id());
    lake().table(contract.id()).expireSnapshots().expireSnapshotId(only).commit();

    assertThat(follow(contract)).isEqualTo(1);
    assertThat(lake().table(name(contract)).currentSnapshot().summary())
        .containsEntry("jetbridge.source-snapshot", Long.toString(only));
    assertThat(follow(contract)).isZero();
  }

  @Test
  void appendsOnlyChangesOfAProductThatEachRunWritesWhole() {
    Contract contract = FeatureProducts.whole("store.whole");
    FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    follow(contract);
    FeatureProducts.publish(
        lake(),
        contract,
        DAY_TWO,
        row("P1", DAY_ONE, 1, "1", true),
        row("P1", DAY_TWO, 2, "2", true));

    assertThat(follow(contract)).isEqualTo(1);
  }

  @Test
  void notesAPublicationThatChangesNothing() {
    Contract contract = FeatureProducts.byAsOf("store.nothing");
    FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    follow(contract);
    long repeated =
        FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));

    assertThat(follow(contract)).isZero();

    Snapshot commit = lake().table(name(contract)).currentSnapshot();
    assertThat(commit.summary())
        .containsEntry("jetbridge.source-snapshot", Long.toString(repeated));
    assertThat(records(contract)).hasSize(1);
  }

  @Test
  void addsTheColumnsOfANewerContract() {
    FeatureProducts.publish(
        lake(), FeatureProducts.byAsOf("store.grown"), DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    follow(FeatureProducts.byAsOf("store.grown"));
    Contract grown = FeatureProducts.byAsOf("store.grown", "{name: cabin, logicalType: string}");
    FeatureProducts.publish(
        lake(), grown, DAY_TWO, "('P1', timestamp'" + DAY_TWO + "', 2, 2, true, 'F')");

    follow(grown);

    assertThat(store(grown).filter("cabin = 'F'").count()).isEqualTo(1);
    assertThat(store(grown).filter("cabin is null").count()).isEqualTo(1);
  }

  @Test
  void refusesATableWhoseColumnsHaveOtherTypes() {
    Contract contract = FeatureProducts.byAsOf("store.typed");
    FeatureProducts.publish(lake(), contract, DAY_ONE, row("P1", DAY_ONE, 1, "1", true));
    follow(contract);
    FeatureGroup group = FeatureGroup.of(contract);
    FeatureGroup other =
        new FeatureGroup(
            group.product(),
            group.name(),
            group.recordIdentifier(),
            group.eventTime(),
            List.of(group.features().get(0), group.features().get(1), asText(group)),
            "",
            java.util.Map.of(),
            java.util.Optional.empty());

    assertThatThrownBy(() -> new OfflineStore(lake(), contract, other, name(contract)).follow())
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONTRACT))
        .hasMessage(
            "Cannot append to offline store store_feature_store.typed of store.typed: flights is"
                + " long, must be string; give the changed product a new name");
  }

  private static FeatureGroup.Feature asText(FeatureGroup group) {
    return new FeatureGroup.Feature("flights", group.features().get(0).type(), "");
  }

  private static String row(
      String person, Instant asOf, int flights, String spent, Boolean upgraded) {
    return "('%s', timestamp'%s', %d, cast(%s as decimal(18,2)), %s)"
        .formatted(person, asOf, flights, spent, upgraded);
  }

  private static long follow(Contract contract) {
    return new OfflineStore(lake(), contract, FeatureGroup.of(contract), name(contract)).follow();
  }

  private static ProductId name(Contract contract) {
    return FeatureGroup.of(contract).table();
  }

  private static long snapshot(Contract contract) {
    return lake().mainSnapshot(name(contract)).orElseThrow();
  }

  private static Dataset<Row> store(Contract contract) {
    return lake().read(name(contract), snapshot(contract));
  }

  private static List<String> records(Contract contract) {
    return store(contract)
        .selectExpr(
            "concat_ws(',', person_id, as_of, coalesce(string(flights), 'null'),"
                + " coalesce(string(spent), 'null'), coalesce(string(upgraded), 'null'),"
                + " is_deleted)")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .sorted()
        .toList();
  }
}
