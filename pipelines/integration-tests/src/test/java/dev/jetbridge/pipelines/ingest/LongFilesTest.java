package dev.jetbridge.pipelines.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.LongTexts;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.NameDifference;
import dev.jetbridge.pipelines.ingest.format.csv.DividedCsv;
import dev.jetbridge.pipelines.ingest.format.text.ByteScan;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.landing.ShownName;
import dev.jetbridge.pipelines.run.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file of a sender keeps the byte pass, or a reader of records, busy; no session is needed. */
class LongFilesTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at";
  private static final String REST = ",1.00,U,2023-01-01T10:00:00Z\n";
  private static final int ROOM = ByteScan.LONGEST_RECORD - 100;

  @TempDir private Path folder;

  @Test
  void judgesAndDividesNoRecordLongerThanASecond() {
    Contract contract = contract("csv", "{property: headerNames, value: normalised}");
    for (String part : List.of(" ", "\"\"", ",", "a\n")) {
      String filling = part.repeat(ROOM / part.getBytes(UTF_8).length);
      FileCheck check = judged(contract, HEADER + "\n1,\"" + filling + "\"" + REST);
      assertThat(check.refusal()).as(part).isNull();
      LongTexts.inASecond(
          "records of " + part, () -> assertThat(DividedCsv.records(check, contract)).isOne());
    }
    for (String part : List.of(" ", "\"", ",", "\",\n")) {
      judged(contract, HEADER + "\n1," + part.repeat(ROOM / part.getBytes(UTF_8).length) + REST);
    }
  }

  @Test
  void judgesNoHeaderLongerThanASecond() {
    Contract exact = contract("csv", "{property: driftPolicy, value: {newColumns: ignore}}");
    Contract normalised = contract("csv", "{property: headerNames, value: normalised}");
    for (String part : List.of(" ", "a,", "id\u200B,", "\u0301\u0316", ";")) {
      String filling = part.repeat((1_000_000 - 100) / part.getBytes(UTF_8).length);
      judged(exact, HEADER + "," + filling + "\n1,a" + REST);
      judged(normalised, filling + ",\"" + filling + "\"\n1,a" + REST);
    }
    String blanks = " ".repeat(400_000);
    judged(exact, blanks + ",\"" + "\n".repeat(400_000) + "\"\n1,a" + REST);
  }

  @Test
  void comparesAsManyColumnsAsMayBeWithinASecond() {
    Contract contract = contract("csv", "{property: driftPolicy, value: {newColumns: ignore}}");
    String names = HEADER.replace("customer,", "") + names(10_000);
    String row = "1,1.00,U,2023-01-01T10:00:00Z" + ",".repeat(10_000) + "\n";

    assertThat(judged(contract, names + "\n" + row.repeat(80)).warning())
        .contains("new column c0 is ignored");
    Contract capturing = ordersCapturing("extra", "long_files", "orders_*", "csv");
    assertThat(judged(capturing, HEADER + names(2_001) + "\n").refusal())
        .endsWith(
            "(2001 columns that the contract does not have, of which at most 2000 can be"
                + " captured)");
    assertThat(judged(contract, HEADER + names(20_480) + "\n").refusal())
        .isEqualTo("header: 20485 columns, at most 20480 can be read; is the delimiter wrong?");
    assertThat(judged(contract, HEADER + ",a".repeat(20_000) + "\n").refusal())
        .startsWith(
            "header: 20005 columns, the contract has 5 (column a twice, at positions 6 and 7");
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> ",c" + i).collect(Collectors.joining());
  }

  @Test
  void readsNoObjectLongerThanASecond() {
    Contract contract = contract("json", "{property: headerNames, value: normalised}");
    String fields =
        IntStream.range(0, 250_000)
            .mapToObj(i -> "\"" + i + "\":1")
            .collect(Collectors.joining(","));
    assertThat(judged(contract, "{" + fields + "}\n").refusal())
        .startsWith("header: more than 1000 different fields");
    assertThat(judged(contract, "{\"" + "a".repeat(ROOM) + "\":1}\n").refusal())
        .contains("or a name of more than 65536 bytes");
  }

  @Test
  void tellsNoNameLongerThanASecond() {
    LongTexts.eachInASecond("a name", text -> NameDifference.key(text + text));
    LongTexts.eachInASecond("a name to show", ShownName::of);
    String controls = "\u0001".repeat(LongTexts.LENGTH);
    LongTexts.inASecond("a printed name", () -> Printable.of(controls));
    IOException failure = new IOException("a".repeat(LongTexts.LENGTH) + ".c000.snappy.parquet");
    LongTexts.inASecond("a failure", () -> Failures.known(failure, "publish it"));
    assertThat(NameDifference.between("id" + "\u200B".repeat(500), "id")).isPresent();
    assertThat(NameDifference.between("id" + "\u200B".repeat(5_000), "id")).isEmpty();
    assertThat(Printable.of("a\u0007\uD83D\uDE00\uDBFF\uDFFF")).isEqualTo("a\\u0007😀\\u10FFFF");
  }

  @Test
  @Tag("soak")
  void readsNoMoreOfABombThanTheLimit() throws IOException {
    Contract contract = contract("csv", "{property: headerNames, value: normalised}");
    byte[] bomb =
        HostileContent.zipped(HostileContent.repeated(HEADER + "\n", "1,bomb\n", 300 << 20));
    LandedFile file = landed("orders_1.csv.gz", bomb);

    assertThat(BytePass.check(file, format(contract), false).refusal())
        .isEqualTo("gzip: it inflates to more than the limit of 268435456 bytes");
  }

  private static Contract contract(String format, String property) {
    return ordersIn("long_files", "orders_*", format, property);
  }

  private FileCheck judged(Contract contract, String text) {
    FormatReader format = format(contract);
    LandedFile file = landed("orders_1", text.getBytes(UTF_8));
    AtomicReference<FileCheck> check = new AtomicReference<>();
    LongTexts.inASecond(
        "a file that begins with " + Printable.of(text.substring(0, 60)),
        () -> check.set(BytePass.check(file, format, false)));
    assertThat(String.valueOf(check.get().refusal())).doesNotContain("please report it");
    return check.get();
  }

  private LandedFile landed(String name, byte[] bytes) {
    try {
      Path path = Files.write(folder.resolve(name), bytes);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new LandedFile(
          hash, name, "test", bytes.length, "2023-01-01T10:00:00Z", path.toString());
    } catch (IOException | java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
