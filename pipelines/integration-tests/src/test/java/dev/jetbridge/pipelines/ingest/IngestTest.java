package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.AsInProduction;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.registry.IcebergTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AsInProduction.class)
class IngestTest extends LakeTest {
  @Test
  void quarantinesEachBadRowWithItsPlaceAndReasonAndLoadsTheOthers() {
    Contract contract = orders("bad_rows");
    land(
        contract,
        "orders_1.csv",
        """
        id,customer,amount,action,changed_at
        1,Ann,12.50,U,2023-01-01T10:00:00Z
        x,Ben,1.00,U,2023-01-01T10:00:00Z
        3,Cid,1.005,U,2023-01-01T10:00:00Z
        4,Dan,-1.00,U,2023-01-01T10:00:00Z
        5,Eve,,U,2023-01-01T10:00:00Z
        6,Fay,1.00,X,2023-01-01T10:00:00Z
        7,Gus,1.00,U,2023-02-30T10:00:00Z
        8,Hal,1.00,U
        9,Ida,1.00,U,2023-01-01T10:00:00Z,extra
        10,"Jo, ""the"" one",2,U,2023-01-01T10:00:00Z
        """);

    RunResult result = run(contract, AS_OF);

    assertThat(result.counts().records()).isEqualTo(10);
    assertThat(result.counts().loaded()).isEqualTo(2);
    assertThat(result.counts().quarantined()).isEqualTo(8);
    assertThat(quarantine(contract))
        .containsExactly(
            "2|id|type",
            "3|amount|type",
            "4|amount|minimum",
            "5|amount|required",
            "6|action|valid-values",
            "7|changed_at|type",
            "8||fields",
            "9||fields");
    assertThat(rows(contract))
        .containsExactly(
            "1|Ann|12.50|U|2023-01-01 10:00:00", "10|Jo, \"the\" one|2.00|U|2023-01-01 10:00:00");
  }

  @Test
  void readsJsonLinesAndQuarantinesALineThatIsNoObject() {
    Contract contract = ordersIn("json_lines", "orders_*.jsonl", "json");
    land(
        contract,
        "orders_1.jsonl",
        """
        {"id":1,"customer":"Ann","amount":12.50,"action":"U","changed_at":"2023-01-01T10:00:00Z"}
        {"id":2,"customer":"Ben","amount":
        {"id":3,"amount":"7","changed_at":"2023-01-01T10:00:00Z"}
        """);

    run(contract, AS_OF);

    assertThat(quarantine(contract)).containsExactly("2||json");
    assertThat(rows(contract))
        .containsExactly(
            "1|Ann|12.50|U|2023-01-01 10:00:00", "3|null|7.00|null|2023-01-01 10:00:00");
  }

  @Test
  void keepsTheNewestRecordOfAKeyWhateverTheOrderOfColumnsAndCountsTheOthers() {
    Contract contract = orders("newest");
    land(
        contract,
        "orders_1.csv",
        """
        changed_at,amount,action,customer,id
        2023-01-01T10:00:00Z,1.00,U,old,1
        2023-01-02T10:00:00Z,2.00,U,new,1
        2023-01-02T10:00:00Z,2.00,U,new,1
        2023-01-01T10:00:00Z,3.00,U,one,2
        """);

    RunResult result = run(contract, AS_OF);

    assertThat(result.message()).isEmpty();
    assertThat(result.counts().loaded()).isEqualTo(2);
    assertThat(result.counts().superseded()).isEqualTo(1);
    assertThat(result.counts().duplicates()).isEqualTo(1);
    assertThat(rows(contract))
        .containsExactly("1|new|2.00|U|2023-01-02 10:00:00", "2|one|3.00|U|2023-01-01 10:00:00");
  }

  @Test
  void pointsToTheByteWhereARejectedRecordBeginsAndIngestsAFileOnce() {
    Contract contract = orders("same_file");
    String header = "id,customer,amount,action,changed_at\n";
    String good = "1,\"Ann\nof two lines\",12.50,U,2023-01-01T10:00:00Z\n";
    String file = header + good + "x,Zoë,1.00,U,2023-01-01T10:00:00Z\n";
    land(contract, "orders_1.csv", file);
    RunResult first = run(contract, AS_OF);

    Row pointer = operations().published(OperationsTable.QUARANTINE, contract.id()).first();
    assertThat(pointer.<Long>getAs("record_number")).isEqualTo(2);
    assertThat(pointer.<Long>getAs("byte_offset")).isEqualTo((header + good).length());
    assertThat(rows(contract)).containsExactly("1|Ann\nof two lines|12.50|U|2023-01-01 10:00:00");
    land(contract, "orders_again.csv", file);

    RunResult second = run(contract, AS_OF.plusSeconds(86_400));

    assertThat(second.status()).isEqualTo(RunStatus.UNCHANGED);
    assertThat(lake().mainSnapshot(contract.id())).isEqualTo(first.snapshot());
  }

  @Test
  void refusesAFileWholeAndSaysWhereWhileOthersGoOn() throws IOException {
    Contract contract = ordersIn("whole_files", "orders_*", "csv");
    String header = "id,customer,amount,action,changed_at\n";
    land(contract, "orders_good.csv", header + "1,Ann,1.00,U,2023-01-01T10:00:00Z\n");
    land(
        contract,
        "orders_missing.csv",
        "id,customer,action,changed_at\n2,B,U,2023-01-01T10:00:00Z\n");
    land(contract, "orders_extra.csv", "id,customer,amount,action,changed_at,custommer\n");
    land(
        contract,
        "orders_latin.csv",
        (header + "3,Zoë,1.00,U,2023-01-01T10:00:00Z\n").getBytes(StandardCharsets.ISO_8859_1));
    land(contract, "orders_quote.csv", header + "4,\"Ann,1.00,U,2023-01-01T10:00:00Z\n");
    byte[] gzip = gzip(header + "5,Ann,1.00,U,2023-01-01T10:00:00Z\n".repeat(50));
    land(contract, "orders_cut.csv.gz", Arrays.copyOf(gzip, gzip.length - 12));
    land(contract, "orders_empty.csv", "");

    RunResult result = run(contract, AS_OF);

    assertThat(result.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(result.counts().refusedFiles()).isEqualTo(6);
    assertThat(result.counts().loaded()).isEqualTo(1);
    assertThat(refusals(contract))
        .containsExactly(
            "orders_cut.csv.gz: truncated: the compressed data ends too early, line 40",
            "orders_empty.csv: header: the file is empty, a header was expected, line 1",
            "orders_extra.csv: header: 6 columns, the contract has 5 (extra column custommer (near"
                + " customer)), line 1",
            "orders_latin.csv: encoding: not valid UTF-8: byte 0xEB; if the sender writes"
                + " windows-1252, the contract must say {property: encoding, value: windows-1252},"
                + " line 2",
            "orders_missing.csv: header: 4 columns, the contract has 5 (missing column amount),"
                + " line 1",
            "orders_quote.csv: quote: opened and never closed, line 2");
  }

  @Test
  void believesATrailerOnlyWhenItCountsRight() {
    Contract contract =
        orders("trailer", "{property: trailer, value: {marker: END, countField: 2}}");
    String header = "id,customer,amount,action,changed_at\n";
    land(contract, "orders_1.csv", header + "1,Ann,1.00,U,2023-01-01T10:00:00Z\nEND,1\n");
    land(contract, "orders_2.csv", header + "2,Ben,1.00,U,2023-01-01T10:00:00Z\nEND,7\n");
    land(contract, "orders_3.csv", header + "3,Cid,1.00,U,2023-01-01T10:00:00Z\n");

    RunResult result = run(contract, AS_OF);

    assertThat(result.counts().records()).isEqualTo(1);
    assertThat(rows(contract)).containsExactly("1|Ann|1.00|U|2023-01-01 10:00:00");
    assertThat(refusals(contract))
        .containsExactly(
            "orders_2.csv: trailer: the file has 1 records, its trailer states 7, last line",
            "orders_3.csv: trailer: the last record does not begin with END, last line");
  }

  @Test
  void refusesAFileWhoseRecordsDoNotAddUpWhileOthersGoOn() {
    Contract contract = orders("not_adding_up");
    String header = "id,customer,amount,action,changed_at\n";
    land(contract, "orders_1.csv", header + "1,Ann,1.00,U,2023-01-01T10:00:00Z\n");
    land(contract, "orders_2.csv", header + "2,Ben,1.00,U,2023-01-01T10:00:00Z\nx\n");
    new IcebergTables(lake().catalog()).createOrEvolve(contract);
    Ingest ingest = ingest(contract);
    List<FileCheck> checks = new ArrayList<>(ingest.check(landing().files(contract.id())));
    FileCheck second = checks.get(1);
    checks.set(
        1,
        new FileCheck(
            second.file(),
            3,
            second.header(),
            second.written(),
            false,
            second.longest(),
            null,
            null,
            null,
            null,
            List.of()));

    IngestStage stage =
        ingest.stageChecked(
            checks,
            new Ingest.Attempt(
                "audit_not_adding_up",
                Optional.empty(),
                false,
                HOME.resolve("staging/not_adding_up").toString(),
                1,
                settings(AS_OF).pseudonymKey(),
                operations().tombstones(contract.id()),
                Optional.empty(),
                Optional.empty(),
                SuppressedPeople.NONE,
                FileHistory.NONE,
                Map.of()));

    assertThat(stage.files()).extracting(f -> f.whole().loaded()).containsExactly(1L, 0L);
    assertThat(stage.files())
        .extracting(FileAccount::reason)
        .containsExactly(
            null,
            "records: 3 are in the file, 1 were accepted, 1 rejected, 0 suppressed; please report"
                + " it, with the contract");
    assertThat(stage.quarantine()).isEmpty();
    assertThat(lake().readBranch(contract.id(), "audit_not_adding_up").count()).isEqualTo(1);
  }

  @Test
  void saysWhatWouldHappenAndChangesNothing() {
    Contract contract = orders("dry_run");
    land(
        contract,
        "orders_1.csv",
        """
        id,customer,amount,action,changed_at
        1,Ann,12.50,U,2023-01-01T10:00:00Z
        x,Ben,1.00,U,2023-01-01T10:00:00Z
        """);

    List<Ingest.DryRun> files = ingest(contract).dryRun(landing().files(contract.id()));

    assertThat(files).hasSize(1);
    assertThat(files.get(0).records()).isEqualTo(2);
    assertThat(files.get(0).rejects())
        .containsOnlyKeys("id must be a whole number, but is a text without digits (type)");
    assertThat(lake().exists(contract.id())).isFalse();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> rows(Contract contract) {
    return table(contract)
        .orderBy("id")
        .select(
            org.apache.spark.sql.functions.concat_ws(
                "|",
                contract.columns().stream()
                    .map(
                        c ->
                            org.apache.spark.sql.functions.coalesce(
                                col(c.name()).cast("string"),
                                org.apache.spark.sql.functions.lit("null")))
                    .toArray(org.apache.spark.sql.Column[]::new)))
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .toList();
  }

  private static List<String> quarantine(Contract contract) {
    return operations()
        .published(OperationsTable.QUARANTINE, contract.id())
        .orderBy("record_number")
        .select("record_number", "column_name", "rule")
        .collectAsList()
        .stream()
        .map(r -> r.getLong(0) + "|" + r.getString(1) + "|" + r.getString(2))
        .toList();
  }

  private static List<String> refusals(Contract contract) {
    return operations()
        .published(OperationsTable.FILES, contract.id())
        .filter("status = 'refused'")
        .orderBy("file_name")
        .select("file_name", "reason", "place")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0) + ": " + r.getString(1) + ", " + r.getString(2))
        .toList();
  }
}
