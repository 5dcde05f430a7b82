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
import java.util.TreeSet;
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
    for (int i = 1; i <= orders; i++) {
      Contract contract =
          orders("shuffled_" + i, "{property: deleteMarker, value: {column: action, value: D}}");
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
      if (i == orders) {
        assertThat(runner(AS_OF.plusSeconds(99)).rebuild(contract).status())
            .isEqualTo(RunStatus.PUBLISHED);
        assertThat(rows(contract)).as("rebuild of order " + i).isEqualTo(expected);
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

  private static Set<String> rows(Contract contract) {
    Set<String> rows = new TreeSet<>();
    table(contract)
        .select("id", "customer", "amount", "action", "changed_at")
        .collectAsList()
        .forEach(r -> rows.add(r.toString()));
    return rows;
  }
}
