package dev.jetbridge.pipelines.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPullTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  @TempDir private Path folder;

  private String file(String name, int id) throws IOException {
    String content = HEADER + id + ",Ann,1.00,U,2023-01-01T10:00:00Z\n";
    Files.writeString(folder.resolve(name), content);
    return content;
  }

  private void beside(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private static String digest(String algorithm, String content) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance(algorithm).digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesAFileThatIsNotWhatItsSenderSays() throws Exception {
    Contract contract =
        orders(
            "promised",
            "{property: controlFile, value: {suffix: .ctl, records: Row_Count, bytes: BYTES, md5:"
                + " MD5}}",
            "{property: checksumFile, value: {suffix: .sha256, algorithm: SHA-256}}");
    String right = file("orders_1.csv", 1);
    beside(
        "orders_1.csv.ctl",
        "# sent by the shop\r\nrow_count = 0001\r\nBYTES: "
            + right.length()
            + "\r\nmd5="
            + digest("MD5", right).toUpperCase(java.util.Locale.ROOT));
    beside(
        "orders_1.csv.sha256",
        "0".repeat(64) + "  another.csv\n" + digest("SHA-256", right) + "  orders_1.csv\n");
    String[] controls = {
      "ROW_COUNT=2\nBYTES=82\nMD5=%s",
      "ROW_COUNT=1\nBYTES=83\nMD5=%s",
      "ROW_COUNT=1\nBYTES=82\nMD5=SECRET",
      "ROW_COUNT=1\nMD5=%s",
      "ROW_COUNT=SECRET\nBYTES=82\nMD5=%s",
      "",
      "ROW_COUNT=1\n".repeat(10_000)
    };
    for (int i = 0; i < controls.length; i++) {
      String name = "orders_" + (2 + i) + ".csv";
      String content = file(name, 2 + i);
      assertThat(content).hasSize(71);
      beside(
          name + ".ctl",
          String.format(
              controls[i].replace("82", "71").replace("83", "72"), digest("MD5", content)));
      beside(name + ".sha256", digest("SHA-256", content));
    }
    String cut = file("orders_9.csv", 9);
    beside("orders_9.csv.ctl", "ROW_COUNT=1\nBYTES=71\nMD5=" + digest("MD5", cut));
    beside("orders_9.csv.sha256", "f".repeat(64) + " *orders_9.csv");
    file("orders_alone.csv", 10);

    FolderPull pull = new FolderPull(folder);
    assertThat(pull.land(contract, landing(), AS_OF)).hasSize(9);
    assertThat(pull.notes(contract))
        .containsExactly(
            "orders_alone.csv is waiting for orders_alone.csv.ctl and orders_alone.csv.sha256");
    RunResult result = run(contract, AS_OF);

    assertThat(result.counts().loaded()).isEqualTo(1);
    assertThat(
            operations()
                .published(OperationsTable.FILES, contract.id())
                .orderBy("file_name")
                .select("reason")
                .collectAsList()
                .stream()
                .map(r -> String.valueOf(r.getString(0)).replaceAll("[0-9a-f]{32,}", "DIGEST")))
        .containsExactly(
            "null",
            "promise: the file has 1 records, its sender states 2",
            "promise: the file has 71 bytes, its sender states 72",
            "promise: its control file orders_4.csv.ctl has no digest under MD5",
            "promise: its control file orders_5.csv.ctl has no line BYTES=…",
            "promise: its control file orders_6.csv.ctl has no whole number under Row_Count",
            "promise: its control file orders_7.csv.ctl has no line Row_Count=…",
            "promise: its control file orders_8.csv.ctl has no line Row_Count=…",
            "promise: the file has the SHA-256 DIGEST, its sender states DIGEST");

    // A control file that is mended after its file was refused.
    beside("orders_9.csv.sha256", digest("SHA-256", cut));
    pull.land(contract, landing(), AS_OF.plusSeconds(1));
    assertThat(landing().files(contract.id()))
        .filteredOn(file -> file.name().equals("orders_9.csv"))
        .allMatch(file -> file.promise().sha256().equals(file.hash()) && file.isThereAt(AS_OF))
        .hasSize(1);
  }

  @Test
  void comparesTimesAsTheLedgerKeepsThem() {
    LandedFile file =
        new LandedFile("00", "a.csv", "shop", 1, "2023-08-31T10:00:00.123456789Z", "");

    assertThat(file.isThereAt(Instant.parse("2023-08-31T10:00:00.123456Z"))).isTrue();
    assertThat(file.isThereAt(Instant.parse("2023-08-31T10:00:00.123455Z"))).isFalse();
  }

  @Test
  void followsNoLinkOutOfTheFolder() throws IOException {
    Contract contract = orders("linked");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.writeString(folder.resolve("orders_secret.csv"), HEADER);
    Files.writeString(inner.resolve("orders_1.csv"), HEADER);
    Files.createSymbolicLink(inner.resolve("orders_2.csv"), Path.of("orders_1.csv"));
    Files.createSymbolicLink(inner.resolve("orders_3.csv"), folder.resolve("orders_secret.csv"));
    Files.createDirectory(inner.resolve("orders_4.csv"));

    assertThat(new FolderPull(inner).inPlace(contract))
        .extracting(LandedFile::name)
        .containsExactly("orders_1.csv", "orders_2.csv");
  }

  @Test
  void takesTheGoodFilesBesideThoseThatCannotBeRead() throws Exception {
    Contract contract =
        orders("unreadable", "{property: controlFile, value: {suffix: .ctl, records: ROWS}}");
    for (int i = 1; i <= 3; i++) {
      file("orders_" + i + ".csv", i);
      beside("orders_" + i + ".csv.ctl", "ROWS=1");
    }
    Files.createSymbolicLink(folder.resolve("orders_5.csv"), folder.resolve("nowhere"));
    Files.createDirectory(folder.resolve("orders_6.csv"));
    pipe("orders_7.csv");
    file("orders_8.csv", 8);
    pipe("orders_8.csv.ctl");
    // What cannot be opened, and what is written on while it is read, as root sees them.
    Map<String, Landing.Source> files =
        Map.of(
            "orders_2.csv",
            () -> {
              throw new AccessDeniedException("orders_2.csv");
            },
            "orders_3.csv",
            () -> growing(folder.resolve("orders_3.csv")));
    FolderPull pull =
        new FolderPull(
            folder,
            f -> files.getOrDefault(f.getFileName().toString(), () -> Files.newInputStream(f)));

    List<LandedFile> landed =
        CompletableFuture.supplyAsync(() -> pull.land(contract, landing(), AS_OF))
            .get(20, TimeUnit.SECONDS);

    assertThat(landed).extracting(LandedFile::name).containsExactly("orders_1.csv");
    assertThat(landing().files(contract.id())).hasSize(1);
    assertThat(pull.failures())
        .extracting(JetbridgeException::getMessage)
        .containsExactly(
            "Cannot take orders_2.csv: it cannot be read (AccessDeniedException); make it"
                + " readable and run again");
    assertThat(pull.notes(contract))
        .containsExactly(
            "orders_3.csv: it changed while it was read, and is taken once it no longer changes",
            "orders_5.csv" + FolderPull.NO_FILE,
            "orders_6.csv" + FolderPull.NO_FILE,
            "orders_7.csv" + FolderPull.NO_FILE,
            "orders_8.csv is waiting for orders_8.csv.ctl");
  }

  private void pipe(String name) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor())
        .isZero();
  }

  /** The content as it is when it is opened; its sender writes on before the first byte is read. */
  private static InputStream growing(Path file) throws IOException {
    InputStream before = new ByteArrayInputStream(Files.readAllBytes(file));
    Files.writeString(file, "9,Ann,1.00,U,2023-01-01T10:00:00Z\n", StandardOpenOption.APPEND);
    return before;
  }

  @Test
  void showsNamesWithoutWhatWouldChangeTheScreen() {
    assertThat(Printable.of("a\u001b[2J\nb\u202ec\u0085d\u2028 ü😀\ud800"))
        .isEqualTo("a\\u001B[2J\\u000Ab\\u202Ec\\u0085d\\u2028 ü😀\\uD800");
  }
}
