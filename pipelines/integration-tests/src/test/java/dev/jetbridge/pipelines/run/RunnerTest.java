package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Altered;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RunnerTest extends LakeTest {
  private static final AsKnown.Mesh NO_MESH =
      new AsKnown.Mesh(product -> Optional.empty(), List.of());

  private static final String HEADER = "id,customer,amount,action,changed_at\n";
  private static final String GOOD = HEADER + "1,Ann,1.00,U,2023-01-01T10:00:00Z\n";

  @Test
  void publishesInOneSnapshotThatSaysWhichRunMadeIt() {
    Contract contract = orders("one_snapshot");
    land(contract, "orders_1.csv", GOOD);

    RunResult result = run(contract, AS_OF);

    Map<String, String> summary =
        lake().table(contract.id()).snapshot(result.snapshot().orElseThrow()).summary();
    assertThat(summary)
        .containsEntry("jetbridge.as-of", AS_OF.toString())
        .containsEntry("jetbridge.contract-version", "1.0.0")
        .containsKey("jetbridge.run-id");
    assertThat(lake().table(contract.id()).refs()).containsOnlyKeys("main");
    assertThat(
            new PinnedInputs(
                    known(AS_OF),
                    contract,
                    Map.of(contract.id(), result.snapshot().orElseThrow()),
                    output -> Optional.empty(),
                    Optional.empty())
                .references())
        .containsOnlyKeys("shop.one_snapshot", "shop_one_snapshot");
    Row entry = runs(contract).get(0);
    assertThat(entry.<String>getAs("run_id")).isEqualTo(summary.get("jetbridge.run-id"));
    assertThat(entry.<Long>getAs("snapshot_id")).isEqualTo(result.snapshot().orElseThrow());
  }

  @Test
  void keepsTheBranchAndNotTheFilesOfARunThatARuleRefuses() {
    Contract contract = refusing("refused");
    land(contract, "orders_1.csv", GOOD);

    RunResult result = run(contract, AS_OF);

    assertThat(result.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(result.failure()).contains(FailureKind.CONTRACT);
    assertThat(result.message()).contains("Cannot publish shop.refused: rule ", "branch audit_");
    assertThat(lake().mainSnapshot(contract.id())).isEmpty();
    assertThat(lake().table(contract.id()).refs().keySet()).anyMatch(r -> r.startsWith("audit_"));
    assertThat(RunHistory.read(operations()).filesOf(contract.id())).isEmpty();
    assertThat(runs(contract).get(0).<String>getAs("status")).isEqualTo("refused");
  }

  @Test
  void entersARunThatWasKilledBetweenPublicationAndItsEntry() {
    Contract contract = orders("killed_after");
    land(contract, "orders_1.csv", GOOD + "2,Ben,x,U,2023-01-01T10:00:00Z\n");
    RunHistory history = prepared(contract);
    PlannedRun run = new Planner(lake(), landing(), history, AS_OF).plan(contract);
    Staged staged = stager(history, AS_OF).stage(run, alone(contract));
    new Ledger(operations(), settings(AS_OF)).writeBeside(List.of(staged));
    lake().fastForward(contract.id(), staged.branch(), run.base());
    assertThat(operations().published(OperationsTable.QUARANTINE, contract.id()).count()).isZero();

    RunResult again = run(contract, AS_OF);

    assertThat(again.status()).isEqualTo(RunStatus.UNCHANGED);
    assertThat(lake().mainSnapshot(contract.id())).contains(staged.snapshot());
    Row entry = runs(contract).get(0);
    assertThat(entry.<Long>getAs("records")).isEqualTo(2);
    assertThat(entry.<Long>getAs("quarantined")).isEqualTo(1);
    assertThat(operations().published(OperationsTable.QUARANTINE, contract.id()).count())
        .isEqualTo(1);
  }

  @Test
  void entersTheRunAndNotTheCompactionThatTookItsPlace() {
    Contract contract = orders("killed_compacted");
    land(contract, "orders_1.csv", GOOD);
    RunHistory history = prepared(contract);
    PlannedRun run = new Planner(lake(), landing(), history, AS_OF).plan(contract);
    Staged staged = stager(history, AS_OF).stage(run, alone(contract));
    new Ledger(operations(), settings(AS_OF)).writeBeside(List.of(staged));
    lake().fastForward(contract.id(), staged.branch(), run.base());
    compact(contract.id());

    run(contract, AS_OF);
    compact(contract.id());
    RunResult again = run(contract, AS_OF);

    assertThat(lake().mainSnapshot(contract.id()).orElseThrow()).isNotEqualTo(staged.snapshot());
    assertThat(again.snapshot()).contains(staged.snapshot());
    assertThat(runs(contract)).hasSize(1);
    Row entry = runs(contract).get(0);
    assertThat(entry.<Long>getAs("snapshot_id")).isEqualTo(staged.snapshot());
    assertThat(entry.<Long>getAs("loaded")).isEqualTo(1);
  }

  @Test
  void stagesAgainAfterAKillBeforePublicationWithoutCountingTwice() {
    Contract contract = orders("killed_before");
    land(contract, "orders_1.csv", GOOD + "2,Ben,x,U,2023-01-01T10:00:00Z\n");
    RunHistory history = prepared(contract);
    PlannedRun run = new Planner(lake(), landing(), history, AS_OF).plan(contract);
    Staged staged = stager(history, AS_OF).stage(run, alone(contract));
    new Ledger(operations(), settings(AS_OF)).writeBeside(List.of(staged));

    RunResult again = run(contract, AS_OF);

    assertThat(again.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(table(contract).count()).isEqualTo(1);
    assertThat(operations().published(OperationsTable.QUARANTINE, contract.id()).count())
        .isEqualTo(1);
    assertThat(operations().published(OperationsTable.FILES, contract.id()).count()).isEqualTo(1);
  }

  @Test
  void stagesAgainFromTheNewMainWhenAnotherRunWasFaster() {
    Contract contract = orders("overtaken");
    land(contract, "orders_1.csv", GOOD);
    run(contract, AS_OF);
    land(contract, "orders_2.csv", HEADER + "2,Ben,1.00,U,2023-01-01T10:00:00Z\n");
    RunHistory history = RunHistory.read(operations());
    PlannedRun slow = new Planner(lake(), landing(), history, AS_OF.plusSeconds(1)).plan(contract);
    Staged staged = stager(history, AS_OF.plusSeconds(1)).stage(slow, alone(contract));
    land(contract, "orders_3.csv", HEADER + "3,Cid,1.00,U,2023-01-01T10:00:00Z\n");
    run(contract, AS_OF.plusSeconds(2));

    boolean published = lake().fastForward(contract.id(), staged.branch(), slow.base());

    assertThat(published).isFalse();
    assertThat(table(contract).count()).isEqualTo(3);
  }

  @Test
  void publishesWhenOnlyAnotherBranchOfTheTableChanged() {
    Contract contract = orders("other_branch");
    land(contract, "orders_1.csv", GOOD);
    RunHistory history = prepared(contract);
    PlannedRun run = new Planner(lake(), landing(), history, AS_OF).plan(contract);
    Staged staged = stager(history, AS_OF).stage(run, alone(contract));
    lake().openBranch(contract.id(), "somebody_else");

    boolean published = lake().fastForward(contract.id(), staged.branch(), run.base());

    assertThat(published).isTrue();
  }

  @Test
  void failsAProductWhoseInputsAreNotThoseOfItsTransformation() {
    Contract contract =
        ContractLoader.parse(
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: shop.mart
            name: mart
            domain: shop
            version: 1.0.0
            status: active
            schema:
              - name: mart
                properties: [{name: n, logicalType: integer}]
            customProperties:
              - {property: productKind, value: aggregate}
              - {property: writeMode, value: overwrite}
              - {property: inputs, value: [reference.airports]}
              - {property: transformation, value: identity.persons}
            """,
            "mart.odcs.yaml");

    RunResult result = run(contract, AS_OF);

    assertThat(result.status()).isEqualTo(RunStatus.FAILED);
    assertThat(result.failure()).contains(FailureKind.CONFIG);
    assertThat(result.message())
        .startsWith(
            "Cannot make shop.mart: the transformation identity.persons reads identity.links")
        .endsWith("(in mart.odcs.yaml)");
  }

  @Test
  void refusesAnInputThatIsNotDeclared() {
    Contract contract = orders("undeclared");
    PinnedInputs inputs =
        new PinnedInputs(
            known(AS_OF), contract, Map.of(), output -> Optional.empty(), Optional.empty());

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> inputs.table(id("other")))
        .hasMessage(
            "Cannot read table shop.other for shop.undeclared: its transformation reads it, and its"
                + " contract names other inputs (); add it to them");
  }

  private static RunHistory prepared(Contract contract) {
    new dev.jetbridge.registry.IcebergTables(lake().catalog()).createOrEvolve(contract);
    return RunHistory.read(operations());
  }

  /** Orders with a rule that no sample keeps. */
  private static Contract refusing(String name) {
    return Altered.refusing(orders(name));
  }

  private static List<Row> runs(Contract contract) {
    return operations()
        .read(OperationsTable.RUNS)
        .filter(col("product").equalTo(contract.id().toString()))
        .collectAsList();
  }

  private static GroupStaging alone(Contract contract) {
    return new GroupStaging(ProductGroup.of(List.of(contract)).get(0));
  }

  private static AsKnown known(Instant asOf) {
    KeptVersions versions =
        new KeptVersions(lake(), operations(), RunHistory.none(), KnownBy.SOURCE);
    return new AsKnown(lake(), versions, settings(asOf), NO_MESH);
  }

  private static Stager stager(RunHistory history, Instant asOf) {
    return new Stager(
        lake(),
        landing(),
        operations(),
        history,
        Compilers.standard()::compile,
        known(asOf),
        settings(asOf));
  }
}
