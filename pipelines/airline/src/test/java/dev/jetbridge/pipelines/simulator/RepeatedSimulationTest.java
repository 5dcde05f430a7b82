package dev.jetbridge.pipelines.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same airline again: with other partitions, in portions, with another seed. */
class RepeatedSimulationTest extends LakeTest {
  private static final LocalDate LAST_DAY = LocalDate.of(2023, 8, 5);

  @TempDir private Path folder;

  @Test
  void bytesDoNotDependOnPartitions() {
    SparkSession spark = lake().spark();
    String before = spark.conf().get("spark.sql.shuffle.partitions");
    simulate(plan(LAST_DAY, 5), Optional.empty(), "usual");

    try {
      for (String partitions : new String[] {"1", "5"}) {
        spark.conf().set("spark.sql.shuffle.partitions", partitions);
        spark.conf().set("spark.sql.leafNodeDefaultParallelism", partitions);
        simulate(plan(LAST_DAY, 5), Optional.empty(), partitions);
      }
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", before);
      spark.conf().unset("spark.sql.leafNodeDefaultParallelism");
    }

    assertThat(contents("1")).isEqualTo(contents("usual")).hasSizeGreaterThan(50);
    assertThat(contents("5")).isEqualTo(contents("usual"));
  }

  @Test
  void deliveringInPortionsEqualsDeliveringAtOnce() {
    simulate(plan(LAST_DAY, 5), Optional.empty(), "at-once");

    LocalDate first = LocalDate.of(2023, 7, 28);
    LocalDate second = LocalDate.of(2023, 8, 3);
    simulate(plan(first, 5), Optional.empty(), "portions");
    simulate(plan(second, 5), Optional.of(first), "portions");
    SimulationResult last = simulate(plan(LAST_DAY, 5), Optional.of(second), "portions");

    assertThat(last.newFiles()).isBetween(6, 12);
    assertThat(contents("portions")).isEqualTo(contents("at-once"));
    assertThat(Simulator.deliveredThrough(folder.resolve("portions/truth"))).contains(LAST_DAY);
  }

  @Test
  void anotherSeedIsAnotherAirline() {
    simulate(plan(LAST_DAY, 5), Optional.empty(), "five");
    simulate(plan(LAST_DAY, 6), Optional.empty(), "six");

    String bookings = "sources/reservations/bookings_20230805.csv";
    assertThat(contents("five").get(bookings))
        .isNotNull()
        .isNotEqualTo(contents("six").get(bookings));
  }

  @Test
  void refusesToAddDaysToAnotherAirline() {
    simulate(plan(LAST_DAY, 5), Optional.empty(), "five");

    assertThatThrownBy(() -> simulate(plan(LAST_DAY.plusDays(1), 6), Optional.of(LAST_DAY), "five"))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageContaining("Cannot add days to the simulation")
        .hasMessageContaining("of another airline");
  }

  private static SimulationPlan plan(LocalDate lastDay, long seed) {
    return new SimulationPlan(150, LocalDate.of(2023, 6, 20), lastDay, seed, "EUR");
  }

  private SimulationResult simulate(
      SimulationPlan plan, Optional<LocalDate> delivered, String name) {
    Path to = folder.resolve(name);
    return new Simulator(lake().spark())
        .simulate(plan, delivered, to.resolve("sources"), to.resolve("truth"));
  }

  /** Digest and time of change of every file by its path. */
  private Map<String, String> contents(String name) {
    Path root = folder.resolve(name);
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        contents.put(
            root.relativize(file).toString(),
            HexFormat.of().formatHex(digest) + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return contents;
  }
}
