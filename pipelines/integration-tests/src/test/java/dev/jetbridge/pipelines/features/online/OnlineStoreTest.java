package dev.jetbridge.pipelines.features.online;

import static dev.jetbridge.pipelines.features.online.OnlineCounterpart.Fault.ANSWER_LOST;
import static dev.jetbridge.pipelines.features.online.OnlineCounterpart.Fault.CUT;
import static dev.jetbridge.pipelines.features.online.OnlineCounterpart.Fault.DENIED;
import static dev.jetbridge.pipelines.features.online.OnlineCounterpart.Fault.NONE;
import static dev.jetbridge.pipelines.features.online.OnlineCounterpart.Fault.THROTTLED;
import static dev.jetbridge.pipelines.features.online.OnlineCounterpart.Fault.TOO_MANY;
import static dev.jetbridge.pipelines.features.online.OnlineCounterpart.Fault.UNAVAILABLE;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.features.FeatureProducts;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.ports.FeatureGroupOutput;
import dev.jetbridge.pipelines.ports.Publication;
import dev.jetbridge.pipelines.ports.Served;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnlineStoreTest extends LakeTest {
  private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");
  private static final Instant DAY_ONE = Instant.parse("2023-08-30T23:59:59.999999Z");
  private static final Instant DAY_TWO = Instant.parse("2023-08-31T23:59:59.999999Z");
  private static final Instant NOW = Instant.parse("2023-09-01T06:00:00Z");

  private OnlineCounterpart service;

  @BeforeEach
  void starts() throws IOException {
    CREDENTIALS.forEach(name -> System.setProperty(name, "testing"));
    service = new OnlineCounterpart("person_id", "as_of", NOW);
  }

  @AfterEach
  void stops() {
    service.close();
    CREDENTIALS.forEach(System::clearProperty);
  }

  @Test
  void sendsTheNewestRecordsAndThenOnlyWhatChanged() {
    Contract contract = FeatureProducts.online("online.changes", "");
    publish(contract, DAY_ONE, row("same", DAY_ONE, 1, "m1"), row("older", DAY_ONE, 1, "m1"));
    long first =
        publish(
            contract,
            DAY_TWO,
            row("same", DAY_TWO, 2, "m1"),
            row("right", DAY_TWO, 2, "m1"),
            row("gone", DAY_TWO, 2, "m1"));

    HandOver all = handOver(contract, NOW);

    assertThat(all).isEqualTo(new HandOver(4, 0, 0, 0, Optional.empty()));
    assertThat(service.records())
        .containsOnlyKeys("same", "older", "right", "gone")
        .containsEntry(
            "same",
            "2023-08-31T23:59:59.999Z {flights=2, model_id=m1, spent=20000000.25, upgraded=1}")
        .containsEntry(
            "older",
            "2023-08-30T23:59:59.999Z {flights=1, model_id=m1, spent=20000000.25, upgraded=1}");
    service.calls();

    publish(
        contract,
        DAY_TWO,
        row("same", DAY_TWO, 2, "m2"),
        row("right", DAY_TWO, 3, "m2"),
        row("new", DAY_TWO, 1, "m2"));
    HandOver changes = handOver(contract, NOW);
    HandOver again = handOver(contract, NOW);

    assertThat(changes).isEqualTo(new HandOver(2, 1, 0, 0, Optional.empty()));
    assertThat(service.calls())
        .containsExactly(
            "delete gone",
            "delete right",
            "put new 2023-08-31T23:59:59.999Z",
            "put right 2023-08-31T23:59:59.999Z");
    assertThat(again).isEqualTo(HandOver.NOTHING);
    assertThat(service.records()).containsOnlyKeys("same", "older", "right", "new");
    assertThat(service.records().get("right")).contains("flights=3");

    // A rollback: the records of before, two of them with the same event time.
    lake().rollback(contract.id(), first);
    handOver(contract, NOW);

    assertThat(service.records()).containsOnlyKeys("same", "older", "right", "gone");
    assertThat(service.records().get("right")).contains("flights=2");
    assertThat(remembered(contract)).containsOnly("sent");
  }

  @Test
  void sendsNothingThatHasExpiredAndRenewsWhatHolds() {
    Contract contract = FeatureProducts.online("online.lives", "ttl: 10 days");
    Instant old = NOW.minus(Duration.ofDays(10));
    publish(contract, old, row("expired", old, 1, "m"));
    publish(contract, DAY_ONE, row("stays", DAY_ONE, 1, "m"), row("left", DAY_ONE, 1, "m"));

    assertThat(handOver(contract, NOW).sent()).isEqualTo(2);
    assertThat(service.records()).containsOnlyKeys("stays", "left");
    service.calls();

    publish(contract, DAY_TWO, row("stays", DAY_TWO, 1, "m"));
    assertThat(handOver(contract, NOW).sent()).isZero();
    assertThat(handOver(contract, NOW.plus(Duration.ofDays(5))).sent()).isEqualTo(1);
    assertThat(service.calls()).containsExactly("put stays 2023-08-31T23:59:59.999Z");

    Instant later = DAY_ONE.plus(Duration.ofDays(10));
    service.at(later);
    assertThat(handOver(contract, later)).isEqualTo(HandOver.NOTHING);
    assertThat(service.records()).containsOnlyKeys("stays");
    assertThat(remembered(contract)).containsExactly("sent");

    // Those that are there keep the time to live that they were sent with.
    Contract longer = FeatureProducts.online("online.lives", "ttl: 11 days");
    handOver(longer, later);
    assertThat(service.calls())
        .containsExactly(
            "delete stays",
            "put left 2023-08-30T23:59:59.999Z",
            "put stays 2023-08-31T23:59:59.999Z");
    assertThat(service.records()).containsOnlyKeys("stays", "left");
  }

  @Test
  void listsWhatTheServiceRefusesAndTriesItAgain() {
    Contract contract = FeatureProducts.online("online.refused", "");
    publish(
        contract,
        DAY_ONE,
        row("bad", DAY_ONE, 1, "m"),
        row("right", DAY_ONE, 1, "m"),
        row("good", DAY_ONE, 1, "m"));
    service.refusing("bad");

    assertThat(handOver(contract, NOW)).isEqualTo(new HandOver(2, 0, 1, 0, Optional.empty()));
    assertThat(refused(contract))
        .containsExactly("online-refused,bad,ValidationError, which names feature spent");

    // A correction takes the place of a record that is deleted first.
    publish(
        contract,
        DAY_ONE,
        row("bad", DAY_ONE, 1, "m"),
        row("right", DAY_ONE, 2, "m"),
        row("good", DAY_ONE, 1, "m"));
    service.refusing("bad", "right");
    assertThat(handOver(contract, NOW)).isEqualTo(new HandOver(0, 0, 2, 0, Optional.empty()));
    assertThat(service.records()).containsOnlyKeys("good");

    service.refusing();
    assertThat(handOver(contract, NOW)).isEqualTo(new HandOver(2, 0, 0, 0, Optional.empty()));
    assertThat(service.records()).containsOnlyKeys("bad", "good", "right");
    assertThat(refused(contract)).isEmpty();
  }

  @Test
  void makesUpForWhatWasCut() {
    Contract contract = FeatureProducts.online("online.cut", "");
    publish(contract, DAY_ONE, rows(DAY_ONE, 40, 1));
    service.faults(n -> n > 20 ? n % 2 == 0 ? CUT : UNAVAILABLE : n % 3 == 0 ? TOO_MANY : NONE);

    HandOver cut = handOver(contract, NOW, Duration.ofMillis(300));

    assertThat(cut.failure().orElseThrow())
        .hasMessageStartingWith(
            "Cannot hand records to the online store of feature group online-cut: ");
    assertThat(cut.failure().get().kind()).isEqualTo(FailureKind.EXTERNAL);
    assertThat(cut.left()).isPositive();
    assertThat(cut.sent() + cut.left()).isEqualTo(40);
    // Whatever was sent, a correction comes before the rest is.
    publish(contract, DAY_ONE, rows(DAY_ONE, 39, 2));
    service.faults(
        n -> n % 12 == 0 ? ANSWER_LOST : n % 12 == 4 ? CUT : n % 12 == 8 ? THROTTLED : NONE);

    HandOver whole = handOver(contract, NOW);

    assertThat(whole.left()).isZero();
    assertThat(whole.sent()).isEqualTo(39);
    assertThat(service.records()).hasSize(39).allSatisfy((id, r) -> assertThat(r).contains("=2,"));
    assertThat(remembered(contract)).containsOnly("sent").hasSize(39);
    assertThat(service.mostAtOnce()).isGreaterThan(1).isLessThanOrEqualTo(32);
  }

  @Test
  void knowsWhatAKilledRunWasAboutToSend() {
    Contract contract = FeatureProducts.online("online.killed", "");
    publish(contract, DAY_ONE, rows(DAY_ONE, 3, 1));
    handOver(contract, NOW);
    publish(contract, DAY_ONE, rows(DAY_ONE, 30, 2));
    service.faults(
        n -> {
          if (n == 10) {
            lake().spark().sparkContext().cancelAllJobs();
          }
          return NONE;
        });

    assertThatThrownBy(() -> handOver(contract, NOW)).hasMessageContaining("cancelled");
    assertThat(remembered(contract)).containsOnly("putting", "replacing").hasSize(30);
    publish(contract, DAY_ONE, rows(DAY_ONE, 29, 1));
    service.faults(n -> NONE);
    HandOver whole = handOver(contract, NOW);

    assertThat(whole.left()).isZero();
    assertThat(service.records()).hasSize(29).allSatisfy((id, r) -> assertThat(r).contains("=1,"));
  }

  @Test
  void saysWhichPermissionIsMissing() {
    Contract contract = FeatureProducts.online("online.denied", "");
    publish(contract, DAY_ONE, row("one", DAY_ONE, 1, "m"));
    service.faults(n -> DENIED);

    HandOver denied = handOver(contract, NOW);

    assertThat(denied.left()).isEqualTo(1);
    assertThat(service.asked()).isEqualTo(1);
    assertThat(denied.failure().orElseThrow().kind()).isEqualTo(FailureKind.CONFIG);
    assertThat(denied.failure().get())
        .hasMessageContaining("sagemaker:PutRecord and sagemaker:DeleteRecord");
  }

  @Test
  void letsOneProcessHandAProductOver() {
    Contract contract = FeatureProducts.online("online.rivals", "");
    publish(contract, DAY_ONE, row("one", DAY_ONE, 1, "m"));
    handOver(contract, NOW);
    Optional<Long> seen = lake().mainSnapshot(OperationsTable.ONLINE_RECORDS.id());
    publish(contract, DAY_ONE, row("one", DAY_ONE, 2, "m"));
    handOver(contract, NOW);

    assertThatThrownBy(
            () ->
                operations()
                    .replace(
                        OperationsTable.ONLINE_RECORDS,
                        contract.id(),
                        operations().read(OperationsTable.ONLINE_RECORDS).limit(0),
                        seen))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Cannot write operations.online_records for online.rivals: another process wrote it"
                + " meanwhile; run again when that has ended");
  }

  @Test
  void onPlatformLocalOnlyCountsWhatWouldBeSent() throws IOException {
    Contract contract = FeatureProducts.online("online.planned", "");
    publish(contract, DAY_ONE, rows(DAY_ONE, 3, 1));

    try (Workspace workspace = Workspace.open(HOME, Optional.empty(), List.of())) {
      Publication publication = Publication.of(workspace.lake(), contract).orElseThrow();
      Served served = new FeatureGroupOutput(workspace).serve(List.of(publication));

      assertThat(served.unserved()).isEmpty();
      assertThat(served.lines())
          .element(1)
          .asString()
          .startsWith(
              "Online stores: platform is local, nothing was sent; the plan of 3 records is in ");
    }
    assertThat(HOME.resolve("report/online-store-plan.json"))
        .content()
        .containsPattern("online-planned[^}]*\"put\" : 3,[^}]*\"unchanged\" : 0");
    assertThat(HOME.resolve("report/feature-group-plan.json"))
        .content()
        .contains("\"EnableOnlineStore\" : true");
    assertThat(remembered(contract)).isEmpty();
  }

  private static String row(String person, Instant asOf, int flights, String model) {
    return "('%s', timestamp'%s', %d, cast(20000000.25 as decimal(18,2)), true, '%s')"
        .formatted(person, asOf, flights, model);
  }

  private static String[] rows(Instant asOf, int people, int flights) {
    return IntStream.range(0, people)
        .mapToObj(i -> row("P" + i, asOf, flights, "m"))
        .toArray(String[]::new);
  }

  private static long publish(Contract contract, Instant asOf, String... rows) {
    return FeatureProducts.publish(lake(), contract, asOf, rows);
  }

  private HandOver handOver(Contract contract, Instant now) {
    return handOver(contract, now, Duration.ofSeconds(30));
  }

  private HandOver handOver(Contract contract, Instant now, Duration patience) {
    long snapshot = lake().mainSnapshot(contract.id()).orElseThrow();
    RunKey publication = new RunKey(snapshot, "run", contract.id());
    return store(contract).handOver(service.settings(), publication, patience, now);
  }

  private static OnlineStore store(Contract contract) {
    return new OnlineStore(lake(), operations(), contract, FeatureGroup.of(contract));
  }

  /** The status of each record. */
  private static List<String> remembered(Contract contract) {
    return operations()
        .read(OperationsTable.ONLINE_RECORDS)
        .filter(RunKey.PRODUCT.is(contract.id()))
        .select("status")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .toList();
  }

  private static List<String> refused(Contract contract) {
    return operations()
        .read(OperationsTable.ONLINE_RECORDS)
        .filter(RunKey.PRODUCT.is(contract.id()))
        .filter(col("status").equalTo("refused"))
        .selectExpr("concat_ws(',', feature_group, record_identifier, reason)")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .toList();
  }
}
