package dev.jetbridge.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.jobs.Token;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Records and keys that somebody made to be taken for others. */
class KeyedChangeTest extends LakeTest {
  private static final Secret SECRET = new Secret("a secret of tests");
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final String AT = "2023-01-01";

  private final Contract contract = ContractLoader.parse(READINGS, "test");

  @Test
  void twoRecordsOfOneHashAreNotOne() {
    long[] first = {1, 2};
    long[] second = colliding("a", "b", first, 3);
    Row one = row("a", "b", first, "U", "file1");
    Row other = row("a", "b", second, "U", "file2");
    assertThat(
            frame(List.of(one, other))
                .selectExpr("count(distinct xxhash64(site, meter, low, high, action, at))")
                .first()
                .getLong(0))
        .isEqualTo(1);

    List<String> together = decide(List.of(one, other), List.of(), List.of());
    List<String> onOne = decide(List.of(other), List.of(one), List.of());
    List<String> onOther = decide(List.of(one), List.of(other), List.of());

    assertThat(together).containsExactlyInAnyOrder("insert", "superseded");
    // Whoever arrives first, the same record is left.
    assertThat(List.of(onOne.get(0), onOther.get(0)))
        .containsExactlyInAnyOrder("update", "superseded");
    Row kept =
        decided(List.of(one, other), List.of(), List.of()).stream()
            .filter(r -> r.<String>getAs(KeyedChange.ACTION).equals("insert"))
            .findFirst()
            .orElseThrow();
    assertThat(kept.<Long>getAs("low"))
        .isEqualTo(onOne.get(0).equals("update") ? second[0] : first[0]);
    assertThat(decide(List.of(one, one), List.of(), List.of()))
        .containsExactlyInAnyOrder("insert", "duplicate");
    assertThat(decide(List.of(one), List.of(one), List.of())).containsExactly("duplicate");
  }

  @Test
  void aDeleteSpeaksOfItsOwnKeyWhateverStandsInIt() {
    List<Row> noted = keyHashes(List.of(row("a\u0001b", "c", new long[] {1, 1}, "D", "file")));
    assertThat(noted.get(0).getString(0)).startsWith("2:");

    for (String[] key :
        new String[][] {{"a", "b\u0001c"}, {"a\u0001b\u0001c", ""}, {"a\u0001", "b\u0001c"}}) {
      Row alike = row(key[0], key[1], new long[] {1, 1}, "U", "file");
      assertThat(decide(List.of(alike), List.of(), noted)).as(key[1]).containsExactly("insert");
    }
    Row deleted = row("a\u0001b", "c", new long[] {1, 1}, "U", "file");
    assertThat(decide(List.of(deleted), List.of(), noted)).containsExactly("superseded");
  }

  @Test
  void deletesThatAnOlderVersionNotedHold() {
    Row deleted = row("x", "y", new long[] {1, 1}, "U", "file");
    String hash =
        lake()
            .spark()
            .range(1)
            .select(Token.hash(SECRET, functions.lit("x\u0001y")))
            .first()
            .getString(0);

    assertThat(decide(List.of(deleted), List.of(), List.of(RowFactory.create(hash, AT))))
        .containsExactly("superseded");
  }

  private List<String> decide(List<Row> records, List<Row> table, List<Row> tombstones) {
    return decided(records, table, tombstones).stream()
        .map(r -> r.<String>getAs(KeyedChange.ACTION))
        .toList();
  }

  private List<Row> keyHashes(List<Row> records) {
    return decided(records, List.of(), List.of()).stream()
        .map(r -> RowFactory.create(r.<String>getAs(KeyedChange.KEY_HASH), AT))
        .toList();
  }

  private List<Row> decided(List<Row> records, List<Row> table, List<Row> tombstones) {
    Dataset<Row> deletes =
        lake()
            .spark()
            .createDataFrame(tombstones, StructType.fromDDL("key_hash STRING, order_value STRING"));
    return new KeyedChange(contract, SECRET, true)
        .decide(
            frame(records),
            table.isEmpty() ? Optional.empty() : Optional.of(frame(table)),
            Optional.of(deletes))
        .collectAsList();
  }

  private Dataset<Row> frame(List<Row> rows) {
    return lake()
        .spark()
        .createDataFrame(
            new ArrayList<>(rows), contract.schema().add(RawColumns.FILE, DataTypes.StringType))
        .coalesce(1);
  }

  private static Row row(String site, String meter, long[] values, String action, String file) {
    return RowFactory.create(
        site, meter, values[0], values[1], action, java.sql.Date.valueOf(AT), file);
  }

  /** Another pair of numbers that Spark's hash takes for these, behind these texts. */
  private static long[] colliding(String site, String meter, long[] values, long low) {
    long seed =
        lake().spark().sql("select xxhash64('" + site + "', '" + meter + "')").first().getLong(0);
    long before = XXH64.hashLong(values[0], seed) + P5 + 8;
    long after = XXH64.hashLong(low, seed) + P5 + 8;
    long mixed = before ^ after ^ (Long.rotateLeft(values[1] * P2, 31) * P1);
    return new long[] {low, Long.rotateRight(mixed * inverse(P1), 31) * inverse(P2)};
  }

  /** Of an odd number, modulo 2^64, by Newton's steps. */
  private static long inverse(long odd) {
    return IntStream.range(0, 6)
        .mapToLong(i -> i)
        .reduce(odd, (inverse, i) -> inverse * (2 - odd * inverse));
  }

  private static final String READINGS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: shop.readings
      name: readings
      domain: shop
      version: 1.0.0
      status: active
      servers:
        - {server: shop, type: local, path: './*.csv', format: csv}
      schema:
        - name: readings
          properties:
            - {name: site, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}
            - {name: meter, logicalType: string, primaryKey: true, primaryKeyPosition: 2, required: true}
            - {name: low, logicalType: integer, physicalType: bigint, required: true}
            - {name: high, logicalType: integer, physicalType: bigint, required: true}
            - {name: action, logicalType: string, required: true}
            - {name: at, logicalType: date, required: true}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: at}
        - {property: deleteMarker, value: {column: action, value: D}}
      """;
}
