package dev.jetbridge.jobs.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.SparkTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ClusteringTest extends SparkTest {
  private static final StructType PAIRS =
      new StructType().add("one", DataTypes.StringType).add("other", DataTypes.StringType);

  @Test
  void givesEveryKeyTheSmallestOfItsComponent() {
    var roots = roots(List.of(pair("b", "c"), pair("c", "a"), pair("e", "d")));

    assertThat(roots).isEqualTo(Map.of("b", "a", "c", "a", "e", "d"));
  }

  @Test
  void acceptsRepeatedAndSelfPairs() {
    var roots = roots(List.of(pair("a", "b"), pair("b", "a"), pair("a", "b"), pair("c", "c")));

    assertThat(roots).isEqualTo(Map.of("b", "a"));
  }

  @Test
  void acceptsNoPairs() {
    assertThat(roots(List.of())).isEmpty();
  }

  @Test
  void followsALongChain() {
    List<Row> chain = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      chain.add(pair(name(i), name(i + 1)));
    }
    Collections.shuffle(chain, new Random(5));

    var roots = roots(chain);

    assertThat(roots).hasSize(70);
    assertThat(roots.values()).containsOnly(name(0));
  }

  @Test
  void agreesWithUnionFindOnRandomPairs() {
    Random random = new Random(11);
    List<Row> pairs = new ArrayList<>();
    Map<String, String> parents = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      String one = name(random.nextInt(500));
      String other = name(random.nextInt(500));
      pairs.add(pair(one, other));
      String a = find(parents, one);
      String b = find(parents, other);
      parents.put(a.compareTo(b) > 0 ? a : b, a.compareTo(b) > 0 ? b : a);
    }
    Map<String, String> expected = new TreeMap<>();
    for (String key : parents.keySet()) {
      if (!find(parents, key).equals(key)) {
        expected.put(key, find(parents, key));
      }
    }

    assertThat(roots(pairs)).isEqualTo(expected);
  }

  @Test
  void refusesToStopBeforeItHasConverged() {
    List<Row> chain = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      chain.add(pair(name(i), name(i + 1)));
    }
    Clustering hasty = new Clustering(Dataset::localCheckpoint, 1);

    assertThatThrownBy(() -> hasty.components(spark.createDataFrame(chain, PAIRS), "one", "other"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Cannot cluster identity keys: not converged after 1 rounds; report the length of the"
                + " chains of evidence");
  }

  private static String find(Map<String, String> parents, String key) {
    String parent = parents.getOrDefault(key, key);
    return parent.equals(key) ? key : find(parents, parent);
  }

  private static String name(int i) {
    return String.format("k%04d", i);
  }

  private static Row pair(String one, String other) {
    return RowFactory.create(one, other);
  }

  private static Map<String, String> roots(List<Row> pairs) {
    Map<String, String> roots = new TreeMap<>();
    for (Row row :
        new Clustering(Dataset::localCheckpoint)
            .components(spark.createDataFrame(pairs, PAIRS), "one", "other")
            .collectAsList()) {
      assertThat(roots.put(row.getAs(Clustering.KEY), row.getAs(Clustering.ROOT))).isNull();
    }
    return roots;
  }
}
