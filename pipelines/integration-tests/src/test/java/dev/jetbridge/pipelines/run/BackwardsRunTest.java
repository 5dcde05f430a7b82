package dev.jetbridge.pipelines.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.features.FeatureProducts;
import dev.jetbridge.pipelines.lake.NewestAsOf;
import dev.jetbridge.pipelines.ports.Publication;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs for an instant before the one that the published products speak of. */
class BackwardsRunTest extends LakeTest {
  private static final Instant DAY_ONE = Instant.parse("2023-06-30T23:59:59.999999Z");
  private static final Instant DAY_TWO = Instant.parse("2023-08-31T23:59:59.999999Z");
  private static final Instant DAY_THREE = Instant.parse("2023-09-01T23:59:59.999999Z");

  @Test
  void aProductWithOneStateIsTakenBackWhenAskedOnly() {
    FeatureProducts.publish(lake(), FeatureProducts.whole("shop.sales"), DAY_ONE, row(DAY_ONE));
    Contract contract = FeatureProducts.whole("back.state");
    FeatureProducts.publish(lake(), contract, DAY_TWO, row(DAY_TWO));

    assertThat(planner(DAY_ONE).plan(contract).due()).isFalse();
    assertThat(planner(DAY_ONE).plan(contract).reason())
        .isEqualTo("it is as of 2023-08-31 already and is not set back");
    assertThat(planner(DAY_ONE).rewinding().plan(contract).due()).isTrue();
    assertThat(planner(DAY_TWO).plan(contract).due()).isTrue();
    assertThat(planner(DAY_THREE).plan(contract).reason()).isEqualTo("new as-of");

    FeatureProducts.publish(lake(), contract, DAY_ONE, row(DAY_ONE));
    assertThat(new NewestAsOf(lake()).of(contract)).contains(DAY_ONE);
    assertThat(planner(DAY_TWO).plan(contract).due()).isTrue();
  }

  /** There, back and there again, of the same inputs. */
  @Test
  void whatWasTakenBackGoesForwardAgain() {
    Contract contract = FeatureProducts.whole("back.again");
    Contract partitions = FeatureProducts.byAsOf("back.filled");
    FeatureProducts.publish(lake(), FeatureProducts.whole("shop.sales"), DAY_ONE, row(DAY_ONE));
    for (Contract made : List.of(contract, partitions)) {
      String atTwo = planner(DAY_TWO).plan(made).id().id();
      String atOne = planner(DAY_ONE).plan(made).id().id();
      RunHistory history = RunHistory.none();
      history.enter(new RunHistory.Publication(atTwo, made.id(), DAY_TWO, 1, 1, RunKind.RUN));
      Planner two = new Planner(lake(), landing(), history, DAY_TWO);
      assertThat(two.plan(made).reason()).isEqualTo("same inputs, same as-of");
      history.enter(new RunHistory.Publication(atOne, made.id(), DAY_ONE, 2, 2, RunKind.RUN));

      boolean oneState = made.equals(contract);
      assertThat(two.plan(made).due()).isEqualTo(oneState);
      assertThat(new Planner(lake(), landing(), history, DAY_ONE).plan(made).due()).isFalse();
    }
  }

  @Test
  void aProductWithAPartitionAnAsOfIsFilledAndSpeaksOfTheNewest() {
    FeatureProducts.publish(lake(), FeatureProducts.whole("shop.sales"), DAY_ONE, row(DAY_ONE));
    Contract contract = FeatureProducts.byAsOf("back.partitions");
    FeatureProducts.publish(lake(), contract, DAY_TWO, row(DAY_TWO));

    assertThat(planner(DAY_ONE).plan(contract).due()).isTrue();
    FeatureProducts.publish(lake(), contract, DAY_ONE, row(DAY_ONE));

    Publication publication = Publication.of(lake(), contract).orElseThrow();
    assertThat(publication.runId()).isEqualTo("run-" + DAY_ONE);
    assertThat(publication.asOf()).isEqualTo(DAY_TWO);
    assertThat(new NewestAsOf(lake()).newestMade(List.of(contract, orders("backwards_none"))))
        .contains(DAY_TWO);
  }

  @Test
  void aSourceKeepsWhatCameLaterAndSpeaksOfItsNewestRun() {
    Contract contract = orders("backwards_source");
    String header = "id,customer,amount,action,changed_at\n";
    byte[] late = (header + "1,Ann,1.00,U,2023-01-01T10:00:00Z\n").getBytes(UTF_8);
    Instant delivered = DAY_ONE.plusSeconds(3600);
    landing()
        .take(
            contract.id(), "orders_1.csv", "test", delivered, () -> new ByteArrayInputStream(late));
    run(contract, DAY_TWO);
    land(contract, "orders_2.csv", header + "2,Ben,2.00,U,2023-01-01T10:00:00Z\n");
    assertThat(planner(DAY_ONE).plan(contract).reason())
        .isEqualTo("1 new file, what came up to 2023-08-31 stays");

    run(contract, DAY_ONE);

    assertThat(table(contract).count()).isEqualTo(2);
    assertThat(runner(DAY_ONE).rebuild(contract).counts().files()).isEqualTo(2);
    assertThat(table(contract).count()).isEqualTo(2);
    assertThat(Publication.of(lake(), contract).orElseThrow().asOf()).isEqualTo(DAY_TWO);
  }

  private static Planner planner(Instant asOf) {
    return new Planner(lake(), landing(), RunHistory.read(operations()), asOf);
  }

  private static String row(Instant asOf) {
    return "('P1', timestamp'%s', 1, 2.50, true)".formatted(asOf);
  }
}
