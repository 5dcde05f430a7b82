package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.Before;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a file means that comes again, in products without a key. */
class FileVersionsTest extends LakeTest {
  private static final Instant SENT = Instant.parse("2023-01-01T10:00:00Z");
  private static final String SHOP = "sftp://shop/out";

  @Test
  void oneContentCountsOnceAndTheContractSaysWhatASecondVersionMeans() {
    Contract refuse = sales("refuse", "");
    Contract replace = sales("replace", "replace");
    Contract add = sales("add", "add");
    List<Contract> all = List.of(refuse, replace, add);
    // Its files have no record that is accepted.
    Contract unread = sales("unread", "replace");
    deliver(unread, "daily.csv", SHOP, 10, rows("x,A,1.00"));
    for (Contract contract : all) {
      deliver(contract, "daily.csv", SHOP, 10, rows("1,A,10.00", "2,A,20.00", "x,A,1.00"));
      deliver(contract, "other.csv", SHOP, 10, rows("7,A,1.00"));
    }
    deliver(replace, "tied.csv", SHOP, 10, rows("5,A,1.00"));
    deliver(replace, "broken.csv", SHOP, 10, rows("6,A,1.00"));
    runner(AS_OF).run(plus(all, unread));

    for (Contract contract : all) {
      deliver(contract, "daily.csv", SHOP, 20, rows("1,A,10.00", "2,A,25.00", "3,B,30.00"));
      // Older than both, and last to arrive.
      deliver(contract, "daily.csv", SHOP, 5, rows("1,A,9.00"));
      // Names are compared exactly, and senders are apart.
      deliver(contract, "Daily.csv", SHOP, 20, rows("8,A,1.00"));
      deliver(contract, "daily.csv", "sftp://other/out", 20, rows("9,A,1.00"));
      // The content of other.csv, twice, and by another compression.
      deliver(contract, "again.csv.gz", SHOP, 30, gzip(rows("7,A,1.00"), 9));
      deliver(contract, "anew.csv.gz", SHOP, 30, gzip(rows("7,A,1.00"), 1));
    }
    // Which one is newer cannot be told; and what is refused takes no place.
    deliver(replace, "tied.csv", SHOP, 10, rows("5,A,2.00"));
    deliver(replace, "broken.csv", SHOP, 20, "shop\nA\n".getBytes(StandardCharsets.UTF_8));
    deliver(unread, "daily.csv", SHOP, 20, rows("y,A,1.00", "z,A,1.00"));
    List<Ingest.Foreseen> foreseen =
        plus(all, unread).stream().map(FileVersionsTest::foreseen).toList();
    List<RunResult> second = new ArrayList<>(runner(AS_OF.plusSeconds(1)).run(plus(all, unread)));
    RunResult rejected = second.remove(all.size());

    assertThat(second)
        .extracting(RunResult::status)
        .as(second.get(1).message())
        .containsOnly(RunStatus.PUBLISHED);
    assertThat(values(refuse)).containsExactly("1:10.00", "2:20.00", "7:1.00", "8:1.00", "9:1.00");
    List<String> corrected = List.of("1:10.00", "2:25.00", "3:30.00", "7:1.00", "8:1.00", "9:1.00");
    List<String> replaced = new ArrayList<>(corrected);
    replaced.addAll(3, List.of("5:1.00", "6:1.00"));
    assertThat(values(replace)).isEqualTo(replaced);
    assertThat(values(add))
        .containsExactly(
            "1:9.00", "1:10.00", "1:10.00", "2:20.00", "2:25.00", "3:30.00", "7:1.00", "8:1.00",
            "9:1.00");
    for (Contract contract : all) {
      int i = all.indexOf(contract);
      assertThat(words(foreseen.get(i))).isEqualTo(words(contract, second.get(i)));
      assertThat(foreseen.get(i).accepted()).isEqualTo(second.get(i).counts().loaded());
      assertThat(foreseen.get(i).rejected()).isEqualTo(second.get(i).counts().quarantined());
      assertThat(foreseen.get(i).acceptsNothing()).isFalse();
    }
    assertThat(rejected.word()).isEqualTo("nothing accepted");
    assertThat(foreseen.get(3).acceptsNothing()).isTrue();
    assertThat(foreseen.get(3).rejected()).isEqualTo(rejected.counts().quarantined());
    assertThat(foreseen.get(3).report().blocking()).isEmpty();
    List<Row> files = files(replace);
    assertThat(statuses(files(refuse)))
        .isEqualTo(Map.of("ingested", 4L, "refused", 2L, "known", 2L));
    assertThat(statuses(files))
        .isEqualTo(
            Map.of("ingested", 6L, "refused", 2L, "replaced", 1L, "superseded", 1L, "known", 2L));
    assertThat(files)
        .filteredOn(row -> row.getAs("file_name").equals("tied.csv"))
        .filteredOn(row -> row.getAs("status").equals("refused"))
        .singleElement()
        .extracting(row -> row.<String>getAs("reason"))
        .asString()
        .contains("same time, 2023-01-01T10:00:10Z")
        .endsWith("with a later time");
    assertThat(statuses(files(add))).isEqualTo(Map.of("ingested", 6L, "known", 2L));
    for (Contract contract : all) {
      assertThat(unbalanced(contract)).isZero();
    }
    assertThat(reason(refuse, "refused"))
        .contains("- {property: fileVersions, value: replace}")
        .endsWith("jetbridge quarantine replay shop.versions_refuse");
    assertThat(operations().quarantine(replace.id()).count()).isZero();
    assertThat(second.get(1).message())
        .contains("it took the place of its older version (1 file)")
        .contains("a newer version of it was taken; its records are superseded (1 file)")
        .contains("it has the content of other.csv and counts once (2 files)");
    assertThat(second.get(1).counts().files()).isEqualTo(8);
    assertThat(second.get(1).counts().records()).isEqualTo(8);

    rebuildsTheSame(replace, replaced);

    // The line that the reason gives, and the replay it names.
    Contract told = sales("refuse", "replace");
    RunResult replay = runner(AS_OF.plusSeconds(3)).replay(told, landing().files(told.id()));
    assertThat(replay.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(values(told)).isEqualTo(corrected);
    assertThat(unbalanced(told)).isZero();
  }

  @Test
  @Tag("soak")
  void whatWasReplacedIsThereAgainWhenTheRunThatReplacedItIsUndone() {
    Contract replace = sales("undone", "replace");
    deliver(replace, "daily.csv", SHOP, 10, rows("1,A,10.00", "2,A,20.00", "x,A,1.00"));
    RunResult first = run(replace, AS_OF);
    deliver(replace, "daily.csv", SHOP, 20, rows("1,A,10.00", "2,A,25.00", "3,B,30.00"));
    run(replace, AS_OF.plusSeconds(1));
    List<String> replaced = List.of("1:10.00", "2:25.00", "3:30.00");
    assertThat(values(replace)).isEqualTo(replaced);

    lake().rollback(replace.id(), first.snapshot().orElseThrow());

    assertThat(run(replace, AS_OF.plusSeconds(2)).message()).contains("1 withdrawn");
    assertThat(values(replace)).containsExactly("1:10.00", "2:20.00");
    assertThat(operations().quarantine(replace.id()).count()).isEqualTo(1);
    runner(AS_OF.plusSeconds(3)).retry(List.of(replace));
    assertThat(values(replace)).isEqualTo(replaced);
  }

  private static List<Contract> plus(List<Contract> contracts, Contract one) {
    return Stream.concat(contracts.stream(), Stream.of(one)).toList();
  }

  private static Ingest.Foreseen foreseen(Contract contract) {
    EarlierFiles earlier = new EarlierFiles(lake(), landing(), operations(), contract);
    List<LandedFile> files = earlier.waiting(AS_OF);
    return ingest(contract)
        .foresee(
            files,
            new Before(
                earlier.dealtWith(files), earlier.history(), Optional.empty(), new Secret("")));
  }

  private static List<String> words(Ingest.Foreseen foreseen) {
    return foreseen.files().stream()
        .map(f -> f.file() + f.refusal().or(f::settled).or(f::warning).map(": "::concat).orElse(""))
        .sorted()
        .toList();
  }

  private static List<String> words(Contract contract, RunResult result) {
    return operations()
        .published(OperationsTable.FILES, contract.id())
        .filter(col("snapshot_id").equalTo(result.snapshot().orElseThrow()))
        .filter("status <> 'replaced'")
        .selectExpr("concat(file_name, coalesce(': ' || concat_ws(', ', reason, place), ''))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0).replaceFirst(": $", ""))
        .sorted()
        .toList();
  }

  private static void rebuildsTheSame(Contract contract, List<String> values) {
    assertThat(runner(AS_OF.plusSeconds(2)).rebuild(contract).status())
        .isEqualTo(RunStatus.PUBLISHED);
    assertThat(values(contract)).isEqualTo(values);
    assertThat(unbalanced(contract)).isZero();
  }

  private static List<Row> files(Contract contract) {
    return operations().files(contract.id()).collectAsList();
  }

  private static List<String> values(Contract contract) {
    return table(contract).orderBy("sale_no", "amount").collectAsList().stream()
        .map(row -> row.getAs("sale_no") + ":" + row.getAs("amount"))
        .toList();
  }

  private static Map<String, Long> statuses(List<Row> files) {
    Map<String, Long> statuses = new TreeMap<>();
    files.forEach(row -> statuses.merge(row.getAs("status"), 1L, Long::sum));
    return statuses;
  }

  private static String reason(Contract contract, String status) {
    return files(contract).stream()
        .filter(row -> row.getAs("status").equals(status))
        .findFirst()
        .orElseThrow()
        .getAs("reason");
  }

  /** Files whose records do not add up, and whether the rows of the table are those loaded. */
  private static long unbalanced(Contract contract) {
    List<Row> files = files(contract);
    assertThat(table(contract).count())
        .isEqualTo(files.stream().mapToLong(row -> row.<Long>getAs("loaded")).sum());
    return files.stream()
        .filter(
            row ->
                row.<Long>getAs("records")
                    != row.<Long>getAs("loaded")
                        + row.<Long>getAs("superseded")
                        + row.<Long>getAs("duplicates")
                        + row.<Long>getAs("quarantined"))
        .count();
  }

  private static void deliver(
      Contract contract, String name, String sender, int second, byte[] content) {
    landing()
        .take(
            contract.id(),
            name,
            sender,
            SENT.plusSeconds(second),
            () -> new ByteArrayInputStream(content));
  }

  private static byte[] rows(String... rows) {
    return ("sale_no,shop,amount\n" + String.join("\n", rows) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(level);
          }
        }) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = out.toByteArray();
    // The level is not always to be seen in so few bytes; the operating system of the header is.
    bytes[9] = (byte) level;
    return bytes;
  }

  private static Contract sales(String name, String fileVersions) {
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.versions_%1$s
        name: versions_%1$s
        domain: shop
        version: 1.0.0
        status: active
        servers:
          - {server: shop, type: local, path: './*.csv', format: csv}
        schema:
          - name: versions_%1$s
            properties:
              - {name: sale_no, logicalType: integer, required: true}
              - {name: shop, logicalType: string}
              - {name: amount, logicalType: number, physicalType: 'decimal(10,2)'}
        customProperties:
          - {property: productKind, value: source-aligned}
        """
                .formatted(name)
            + (fileVersions.isEmpty()
                ? ""
                : "  - {property: fileVersions, value: " + fileVersions + "}\n"),
        "test");
  }
}
