package dev.jetbridge.pipelines.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.config.Secrets;
import dev.jetbridge.pipelines.config.SftpLimits;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Promise;
import dev.jetbridge.pipelines.servers.ServedFolder;
import dev.jetbridge.pipelines.servers.SftpFileServer;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.Test;

class SftpPullTest extends OwnServerTest {
  private static final SftpLimits LIMITS =
      new SftpLimits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          2,
          Duration.ofMillis(50));

  @Override
  SftpFileServer serve(Path files, Path host) throws IOException {
    return SftpFileServer.serve(files, host, client.getPublic());
  }

  @Test
  void pullsFilesThatFitTheContractAndWereDeliveredByTheAsOfInstant() throws IOException {
    offer("flight_legs_1.jsonl", "one", MONDAY);
    offer("flight_legs_2.jsonl", "two", MONDAY.plusSeconds(86_400));
    offer("readme.txt", "no", MONDAY);

    Pulled pulled = pull(server.fingerprint()).pull(List.of(legs), MONDAY);

    assertThat(pulled.files()).isEqualTo(1);
    LandedFile file = landing.files(legs.id()).get(0);
    assertThat(file.name()).isEqualTo("flight_legs_1.jsonl");
    assertThat(file.sender()).isEqualTo("sftp://files.airline.example/flightops");
    assertThat(Path.of(file.path())).hasContent("one").hasFileName(file.hash() + ".jsonl");
  }

  @Test
  void pullsAFileOnceAndAgainWhenItChanged() throws IOException {
    offer("flight_legs_1.jsonl", "one", MONDAY);
    SftpPull pull = pull(server.fingerprint());
    pull.pull(List.of(legs), MONDAY);

    int again = pull.pull(List.of(legs), MONDAY).files();
    offer("flight_legs_1.jsonl", "changed", MONDAY);
    int changed = pull.pull(List.of(legs), MONDAY).files();

    assertThat(again).isZero();
    assertThat(changed).isEqualTo(1);
    assertThat(landing.files(legs.id())).hasSize(2);
  }

  @Test
  void refusesAnotherHostKeyAndNamesBoth() {
    String pinned = "SHA256:0000000000000000000000000000000000000000000";

    assertThatThrownBy(() -> pull(pinned).pull(List.of(legs), MONDAY))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("its host key is " + server.fingerprint() + ", pinned is " + pinned)
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.CONFIG);
    assertThat(landing.files(legs.id())).isEmpty();
  }

  @Test
  void saysThatAServerCannotBeReached() {
    SftpEndpoint nowhere =
        new SftpEndpoint("127.0.0.1", 1, SftpFileServer.USER, client, server.fingerprint());

    assertThatThrownBy(() -> new SftpPull(nowhere, landing, LIMITS).pull(List.of(legs), MONDAY))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot pull from sftp://127.0.0.1:1: ")
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.EXTERNAL);
  }

  @Test
  void followsNoLinkAndLeavesWhatIsNoFile() throws IOException {
    Path outside = Files.writeString(root.resolve("outside.jsonl"), "not for you");
    Path folder = root.resolve("sources/flightops");
    Files.createSymbolicLink(folder.resolve("flight_legs_link.jsonl"), outside);
    Files.createSymbolicLink(
        folder.resolve("flight_legs_inner.jsonl"), Path.of("flight_legs_1.jsonl"));
    Files.createDirectory(folder.resolve("flight_legs_folder.jsonl"));
    for (String name :
        List.of("flight_legs_link.jsonl", "flight_legs_inner.jsonl", "flight_legs_folder.jsonl")) {
      Files.getFileAttributeView(
              folder.resolve(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FileTime.from(MONDAY), null, null);
    }
    offer("flight_legs_1.jsonl", "one", MONDAY);
    offer("flight_legs_\u001b[2J\n.jsonl", "two", MONDAY);

    Pulled pulled = pull(server.fingerprint()).pull(List.of(legs), Instant.now());

    assertThat(landing.files(legs.id()))
        .extracting(LandedFile::name)
        .containsExactly("flight_legs_\u001b[2J\n.jsonl", "flight_legs_1.jsonl");
    assertThat(pulled.notes())
        .containsExactly(
            "flight_legs_folder.jsonl of flightops.flight_legs is a folder",
            "flight_legs_inner.jsonl of flightops.flight_legs is a link, which is not followed",
            "flight_legs_link.jsonl of flightops.flight_legs is a link, which is not followed");
  }

  @Test
  void theEmbeddedServerServesNothingThatALinkLeadsTo() throws IOException {
    Path outside = Files.createDirectories(root.resolve("outside"));
    Files.writeString(outside.resolve("secret.txt"), "not for you");
    Path sources = root.resolve("sources");
    Files.createSymbolicLink(sources.resolve("file"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(sources.resolve("folder"), outside);
    SftpEndpoint endpoint =
        new SftpEndpoint(
            "127.0.0.1", server.port(), SftpFileServer.USER, client, server.fingerprint());

    try (SftpConnection connection =
        SftpConnection.open(endpoint, LIMITS, Instant.now().plusSeconds(60))) {
      for (String path :
          List.of(
              "/file",
              "/folder/secret.txt",
              "/../outside/secret.txt",
              "/folder/../../outside/secret.txt")) {
        assertThatThrownBy(() -> connection.client().read(path).readAllBytes())
            .as(path)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void takesTheOthersWhenOneFileMayNotBeReadOrChangesMeanwhile() throws IOException {
    offer("flight_legs_1.jsonl", "one", MONDAY);
    offer("flight_legs_2.jsonl", "two", MONDAY);
    offer("flight_legs_3.jsonl", "three", MONDAY);
    Path served = root.resolve("sources");
    Secrets secrets = new Secrets(Home.at(root), Config.read(Optional.empty()).aws());
    Pulled pulled;
    try (SftpFileServer moody =
        SftpFileServer.serve(
            served, new Moody(served), secrets.sampleHostKey(), client.getPublic())) {
      SftpEndpoint endpoint =
          new SftpEndpoint(
              "127.0.0.1", moody.port(), SftpFileServer.USER, client, moody.fingerprint());
      pulled = new SftpPull(endpoint, landing, LIMITS).pull(List.of(legs), MONDAY);
    }

    assertThat(landing.files(legs.id()))
        .extracting(LandedFile::name)
        .containsExactly("flight_legs_3.jsonl");
    assertThat(pulled.files()).isEqualTo(1);
    assertThat(pulled.notes())
        .containsExactly(
            "flight_legs_1.jsonl of flightops.flight_legs may not be read",
            "flight_legs_2.jsonl of flightops.flight_legs changed while it was read and is left"
                + " for the next run");
  }

  @Test
  void readsOnceWhatSeveralProductsTake() throws IOException {
    offer("flight_legs_1.jsonl", "one", MONDAY);
    offer("flight_legs_2.jsonl", "two", MONDAY);
    offer("flight_legs_2.jsonl.ctl", "ROWS=1", MONDAY);
    Contract second = sent("second", "flight_legs_*.jsonl");
    Contract third = sent("third", "flight_legs_2*", CONTROL);
    Secrets secrets = new Secrets(Home.at(root), Config.read(Optional.empty()).aws());
    Counting counting = new Counting(root.resolve("sources"));
    try (SftpFileServer counted =
        SftpFileServer.serve(
            root.resolve("sources"), counting, secrets.sampleHostKey(), client.getPublic())) {
      SftpEndpoint endpoint =
          new SftpEndpoint(
              "127.0.0.1", counted.port(), SftpFileServer.USER, client, counted.fingerprint());
      SftpPull pull = new SftpPull(endpoint, landing, LIMITS);
      // One product after the other, as after a kill; then all.
      Pulled alone = pull.pull(List.of(legs), MONDAY);
      Pulled together = pull.pull(List.of(legs, second, third), MONDAY);
      Pulled again = pull.pull(List.of(legs, second, third), MONDAY);

      assertThat(alone.files()).isEqualTo(2);
      assertThat(together.files()).isEqualTo(2);
      assertThat(again.files()).isZero();
    }

    assertThat(counting.opened)
        .containsExactlyInAnyOrder(
            "flight_legs_1.jsonl", "flight_legs_2.jsonl", "flight_legs_2.jsonl.ctl");
    assertThat(landing.files(second.id())).isEqualTo(landing.files(legs.id())).hasSize(2);
    assertThat(landing.files(third.id()))
        .extracting(LandedFile::path, LandedFile::promise)
        .containsExactly(
            tuple(landing.files(legs.id()).get(1).path(), new Promise(1L, null, null, null, null)));
  }

  /** Remembers which files were opened. */
  private static final class Counting extends ServedFolder {
    private final List<String> opened = new CopyOnWriteArrayList<>();

    Counting(Path folder) throws IOException {
      super(folder);
    }

    @Override
    public SeekableByteChannel openFile(
        SftpSubsystemProxy subsystem,
        FileHandle handle,
        Path file,
        String id,
        Set<? extends OpenOption> options,
        FileAttribute<?>... attributes)
        throws IOException {
      opened.add(file.getFileName().toString());
      return super.openFile(subsystem, handle, file, id, options, attributes);
    }
  }

  /** Refuses the first file, and writes on in the second while it is read. */
  private static final class Moody extends ServedFolder {
    private final Path folder;

    Moody(Path folder) throws IOException {
      super(folder);
      this.folder = folder;
    }

    @Override
    public SeekableByteChannel openFile(
        SftpSubsystemProxy subsystem,
        FileHandle handle,
        Path file,
        String id,
        Set<? extends OpenOption> options,
        FileAttribute<?>... attributes)
        throws IOException {
      if (file.toString().endsWith("_1.jsonl")) {
        throw new AccessDeniedException(file.toString());
      }
      if (file.toString().endsWith("_2.jsonl")) {
        Files.writeString(
            folder.resolve("flightops/flight_legs_2.jsonl"), " more", StandardOpenOption.APPEND);
      }
      return super.openFile(subsystem, handle, file, id, options, attributes);
    }
  }

  @Test
  void waitsForTheControlFileAndKeepsWhatItPromises() throws IOException {
    Contract promised =
        sent(
            "orders",
            "orders_*",
            CONTROL,
            "{property: checksumFile, value: {suffix: .md5, algorithm: MD5}}");
    offer("orders_1.csv", "id\n1\n", MONDAY);
    offer("orders_2.csv", "id\n2\n", MONDAY);
    offer("orders_2.csv.ctl", "ROWS=1\n", MONDAY);
    offer("orders_3.csv", "id\n3\n", MONDAY);
    offer("orders_3.csv.ctl", "ROWS = 1\n", MONDAY.plusSeconds(60));
    offer("orders_3.csv.md5", "0".repeat(32) + "  orders_3.csv\n", MONDAY);

    Pulled first = pull(server.fingerprint()).pull(List.of(promised), MONDAY);
    offer("orders_2.csv.md5", "a".repeat(32) + " *orders_2.csv\n", MONDAY.plusSeconds(60));
    Pulled second = pull(server.fingerprint()).pull(List.of(promised), MONDAY.plusSeconds(60));

    assertThat(first.files()).isZero();
    assertThat(first.notes())
        .containsExactly(
            "orders_1.csv of flightops.orders is waiting for orders_1.csv.ctl and"
                + " orders_1.csv.md5",
            "orders_2.csv of flightops.orders is waiting for orders_2.csv.md5",
            "orders_3.csv of flightops.orders is waiting for orders_3.csv.ctl");
    assertThat(second.files()).isEqualTo(2);
    assertThat(second.notes()).hasSize(1);
    assertThat(landing.files(promised.id()))
        .extracting(LandedFile::name, LandedFile::promise)
        .containsExactly(
            tuple("orders_2.csv", new Promise(1L, null, "a".repeat(32), null, null)),
            tuple("orders_3.csv", new Promise(1L, null, "0".repeat(32), null, null)));

    // What a sender says of a file may be mended; the file itself stays as it was.
    offer("orders_3.csv.ctl", "ROWS = 2\n", MONDAY.plusSeconds(120));
    Pulled mended = pull(server.fingerprint()).pull(List.of(promised), MONDAY.plusSeconds(120));
    Pulled again = pull(server.fingerprint()).pull(List.of(promised), MONDAY.plusSeconds(120));

    assertThat(mended.files()).isEqualTo(1);
    assertThat(again.files()).isZero();
    assertThat(landing.files(promised.id()))
        .extracting(LandedFile::promise)
        .contains(new Promise(2L, null, "0".repeat(32), null, null))
        .hasSize(2);
  }

  private static final String CONTROL =
      "{property: controlFile, value: {suffix: .ctl, records: rows}}";

  private static Contract sent(String name, String files, String... customProperties) {
    String yaml =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: flightops.%s
        name: %s
        domain: flightops
        version: 1.0.0
        status: active
        servers:
          - {server: airline, type: sftp, location: 'sftp://files.airline.example/flightops/%s', format: csv}
        schema:
          - name: %s
            properties:
              - {name: id, logicalType: integer}
        customProperties:
          - {property: productKind, value: source-aligned}
        """;
    return ContractLoader.parse(
        yaml.formatted(name, name, files, name)
            + Stream.of(customProperties).map(p -> "  - " + p + "\n").collect(Collectors.joining()),
        "test");
  }

  @Test
  void refusesAStrangersKey() {
    KeyPair stranger =
        new Secrets(Home.at(root.resolve("stranger")), Config.read(Optional.empty()).aws())
            .sampleClientKey();
    SftpEndpoint endpoint =
        new SftpEndpoint(
            "127.0.0.1", server.port(), SftpFileServer.USER, stranger, server.fingerprint());

    assertThatThrownBy(() -> new SftpPull(endpoint, landing, LIMITS).pull(List.of(legs), MONDAY))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot pull from ");
  }

  private SftpPull pull(String fingerprint) {
    return new SftpPull(
        new SftpEndpoint("127.0.0.1", server.port(), SftpFileServer.USER, client, fingerprint),
        landing,
        LIMITS);
  }

  private void offer(String name, String content, Instant modified) throws IOException {
    Path file = root.resolve("sources/flightops").resolve(name);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
