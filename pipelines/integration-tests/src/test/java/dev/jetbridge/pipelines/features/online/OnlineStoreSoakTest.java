package dev.jetbridge.pipelines.features.online;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.AsInProduction;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.features.FeatureProducts;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link OnlineStoreTest} with many records, and how long that takes. */
@Tag("soak")
@ExtendWith(AsInProduction.class)
class OnlineStoreSoakTest extends LakeTest {
  private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");
  private static final Instant AS_OF = Instant.parse("2023-08-30T23:59:59.999999Z");
  private static final Instant NOW = Instant.parse("2023-09-01T06:00:00Z");
  private static final int PEOPLE = 100_000;
  private static final int BAD = 100;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Duration BAR = Duration.ofSeconds(60);

  @BeforeAll
  static void signs() {
    CREDENTIALS.forEach(name -> System.setProperty(name, "testing"));
  }

  @AfterAll
  static void forgets() {
    CREDENTIALS.forEach(System::clearProperty);
  }

  @Test
  void handsEachNewestRecordOverOnceWhateverHappens() throws IOException {
    Contract contract = FeatureProducts.online("online.many", "ttl: 30 days");
    FeatureProducts.publish(lake(), contract, AS_OF, people());
    try (OnlineCounterpart service = new OnlineCounterpart("person_id", "as_of", NOW)) {
      service.refusing(IntStream.range(0, BAD).mapToObj(i -> "P" + i * 7).toArray(String[]::new));
      long start = System.nanoTime();
      long processor = PROCESS.getProcessCpuTime();
      // Each 50th call is throttled or fails, and in the middle all connections are cut.
      service.faults(
          n -> n > PEOPLE / 2 ? OnlineCounterpart.Fault.CUT : OnlineStoreSoakTest.fault(n));
      HandOver cut = handOver(service, contract, Duration.ofSeconds(1));
      service.faults(OnlineStoreSoakTest::fault);
      HandOver whole = handOver(service, contract, Duration.ofSeconds(30));
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      System.out.printf(
          "%,d records handed over, throttled, cut and made up for: %.1f s, %.1f s of processor"
              + " time with the service (bar %d s), %d + %d sent, %d refused%n",
          PEOPLE,
          took.toMillis() / 1000.0,
          (PROCESS.getProcessCpuTime() - processor) / 1e9,
          BAR.toSeconds(),
          cut.sent(),
          whole.sent(),
          whole.refused());
      assertThat(cut.failure()).isPresent();
      assertThat(cut.sent()).isBetween(1L, PEOPLE / 2L);
      assertThat(whole.failure()).isEmpty();
      assertThat(cut.sent() + whole.sent()).isEqualTo(PEOPLE - BAD);
      assertThat(service.records()).hasSize(PEOPLE - BAD);
      assertThat(service.taken())
          .hasSize(PEOPLE - BAD)
          .allSatisfy((id, n) -> assertThat(n).isOne());
      assertThat(refused(contract)).isEqualTo(BAD).isEqualTo(whole.refused());
    }
  }

  private static Dataset<Row> people() {
    return lake()
        .spark()
        .range(PEOPLE)
        .selectExpr(
            "concat('P', id)",
            "timestamp'" + AS_OF + "'",
            "cast(id % 100 as int)",
            "cast(id / 100 as decimal(18,2))",
            "id % 2 = 0",
            "'model'");
  }

  private static OnlineCounterpart.Fault fault(long n) {
    if (n % 50 != 0) {
      return OnlineCounterpart.Fault.NONE;
    }
    return switch ((int) (n / 50 % 4)) {
      case 0 -> OnlineCounterpart.Fault.TOO_MANY;
      case 1 -> OnlineCounterpart.Fault.THROTTLED;
      case 2 -> OnlineCounterpart.Fault.CUT;
      default -> OnlineCounterpart.Fault.ANSWER_LOST;
    };
  }

  private static HandOver handOver(
      OnlineCounterpart service, Contract contract, Duration patience) {
    RunKey publication =
        new RunKey(lake().mainSnapshot(contract.id()).orElseThrow(), "run", contract.id());
    return new OnlineStore(lake(), operations(), contract, FeatureGroup.of(contract))
        .handOver(service.settings(), publication, patience, NOW);
  }

  private static long refused(Contract contract) {
    return operations()
        .read(OperationsTable.ONLINE_RECORDS)
        .filter(RunKey.PRODUCT.is(contract.id()))
        .filter("status = 'refused'")
        .count();
  }
}
