package dev.jetbridge.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * The same files in random orders, split into random runs: with late, repeated, corrected, deleted
 * and broken records. The table must be what a model says that knows nothing of files. {@code
 * -Djetbridge.orders=N} sets how many orders.
 */
class FileOrderTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";
  private static final Instant START = Instant.parse("2023-01-01T00:00:00Z");

  private record Version(int id, String customer, int amount, boolean deletes, int minute) {
    String line() {
      return "%d,%s,%d.00,%s,%s%n"
          .formatted(id, customer, amount, deletes ? "D" : "U", START.plusSeconds(minute * 60L));
    }
  }

  @Test
  void givesTheSameTableInWhateverOrderFilesArrive() {
    Random random = new Random(7);
    List<String> files = files(random);
    Set<String> expected = null;

    int orders = Integer.getInteger("jetbridge.orders", 2);
    Map<Instant, Set<String>> then = orders > 2 ? knownBy(files, 0, 1, 2, 3, 4) : knownBy(files, 2);
    for (int i = 1; i <= orders; i++) {
      Contract contract =
          orders(
              "shuffled_" + i,
              "{property: deleteMarker, value: {column: action, value: D}}",
              "{property: history, value: true}");
      List<Integer> order = new ArrayList<>();
      for (int f = 0; f < files.size(); f++) {
        order.add(f);
      }
      Collections.shuffle(order, random);
      int run = 0;
      while (!order.isEmpty()) {
        int size = Math.min(order.size(), 1 + random.nextInt(files.size()));
        for (int f : order.subList(0, size)) {
          land(contract, "orders_" + f + ".csv", files.get(f));
        }
        order = order.subList(size, order.size());
        assertThat(run(contract, AS_OF.plusSeconds(run++)).status()).isEqualTo(RunStatus.PUBLISHED);
      }
      Set<String> rows = rows(contract);
      if (expected == null) {
        expected = rows;
        assertThat(keys(rows)).isEqualTo(survivors(files));
      }
      assertThat(rows).as("order " + i + " in " + run + " runs").isEqualTo(expected);
      assertThat(knownBy(contract, then.keySet())).as("order " + i).isEqualTo(then);
      if (i == orders) {
        assertThat(runner(AS_OF.plusSeconds(99)).rebuild(contract).status())
            .isEqualTo(RunStatus.PUBLISHED);
        assertThat(rows(contract)).as("rebuild of order " + i).isEqualTo(expected);
        assertThat(knownBy(contract, then.keySet())).as("rebuild of order " + i).isEqualTo(then);
      }
    }
  }

  /** Versions of 20 keys over 8 files; the same version may be in several. */
  private static List<String> files(Random random) {
    List<StringBuilder> files = new ArrayList<>();
    for (int f = 0; f < 8; f++) {
      files.add(new StringBuilder(HEADER));
    }
    for (int id = 1; id <= 20; id++) {
      for (int v = 0; v < 2 + random.nextInt(5); v++) {
        Version version =
            new Version(
                id,
                "c" + random.nextInt(3),
                random.nextInt(5),
                random.nextInt(5) == 0,
                random.nextInt(6));
        for (int copy = 0; copy <= random.nextInt(2); copy++) {
          files.get(random.nextInt(8)).append(version.line());
        }
      }
    }
    files.get(3).append("99,broken,x,U,2023-01-01T10:00:00Z\n");
    return files.stream().map(StringBuilder::toString).toList();
  }

  /** Keys whose newest versions are no deletion: a delete wins over an update of its instant. */
  private static Set<Integer> survivors(List<String> files) {
    Map<Integer, List<String[]>> versions = new HashMap<>();
    for (String file : files) {
      for (String line : file.substring(HEADER.length()).lines().toList()) {
        String[] fields = line.split(",", -1);
        if (fields.length == 5 && !fields[1].equals("broken")) {
          versions.computeIfAbsent(Integer.parseInt(fields[0]), k -> new ArrayList<>()).add(fields);
        }
      }
    }
    Set<Integer> keys = new TreeSet<>();
    versions.forEach(
        (id, all) -> {
          String newest = all.stream().map(v -> v[4]).max(Comparator.naturalOrder()).orElseThrow();
          if (all.stream().noneMatch(v -> v[4].equals(newest) && v[3].equals("D"))) {
            keys.add(id);
          }
        });
    return keys;
  }

  private static Set<Integer> keys(Set<String> rows) {
    Set<Integer> keys = new TreeSet<>();
    rows.forEach(r -> keys.add(Integer.parseInt(r.substring(1, r.indexOf(',')))));
    return keys;
  }

  /** What a table has that was made of the records up to an instant only, by that instant. */
  private static Map<Instant, Set<String>> knownBy(List<String> files, int... minutes) {
    Map<Instant, Set<String>> known = new TreeMap<>();
    for (int minute : minutes) {
      Instant instant = START.plusSeconds(minute * 60L);
      Contract contract =
          orders(
              "only_to_" + minute, "{property: deleteMarker, value: {column: action, value: D}}");
      StringBuilder lines = new StringBuilder(HEADER);
      files.stream()
          .flatMap(f -> f.substring(HEADER.length()).lines())
          .filter(line -> !line.contains("broken"))
          .filter(line -> line.substring(line.lastIndexOf(',') + 1).compareTo(instant + "") <= 0)
          .forEach(line -> lines.append(line).append('\n'));
      land(contract, "orders.csv", lines.toString());
      assertThat(run(contract, AS_OF).status()).isEqualTo(RunStatus.PUBLISHED);
      known.put(instant, rows(contract));
    }
    return known;
  }

  /** What the table and its versions say of instants. */
  private static Map<Instant, Set<String>> knownBy(Contract contract, Set<Instant> instants) {
    KeptVersions versions =
        new KeptVersions(lake(), operations(), RunHistory.none(), KnownBy.SOURCE);
    long snapshot = lake().mainSnapshot(contract.id()).orElseThrow();
    Map<Instant, Set<String>> known = new TreeMap<>();
    instants.forEach(i -> known.put(i, rows(versions.at(contract.id(), snapshot, i))));
    return known;
  }

  private static Set<String> rows(Contract contract) {
    return rows(table(contract));
  }

  private static Set<String> rows(Dataset<Row> table) {
    Set<String> rows = new TreeSet<>();
    table
        .select("id", "customer", "amount", "action", "changed_at")
        .collectAsList()
        .forEach(r -> rows.add(r.toString()));
    return rows;
  }
}
