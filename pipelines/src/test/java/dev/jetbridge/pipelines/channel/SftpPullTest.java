package dev.jetbridge.pipelines.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractLoader;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.config.Secrets;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpPullTest {
  private static final Instant MONDAY = Instant.parse("2023-08-28T23:00:00Z");

  private final Contract legs =
      ContractLoader.bundled().get(ProductId.parse("flightops.flight_legs"));

  @TempDir private Path root;
  private Landing landing;
  private KeyPair client;
  private SftpFileServer server;

  @BeforeEach
  void serve() throws IOException {
    Home home = Home.at(root);
    Files.createDirectories(home.sources().resolve("flightops"));
    landing = new Landing(home.landing());
    Secrets secrets = new Secrets(home);
    client = secrets.sampleClientKey();
    server = SftpFileServer.serve(home.sources(), secrets.sampleHostKey(), client.getPublic());
  }

  @AfterEach
  void stop() {
    server.close();
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

    assertThatThrownBy(() -> new SftpPull(nowhere, landing).pull(List.of(legs), MONDAY))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot pull from sftp://127.0.0.1:1: ")
        .extracting(e -> ((JetbridgeException) e).kind())
        .isEqualTo(FailureKind.EXTERNAL);
  }

  @Test
  void refusesAStrangersKey() {
    KeyPair stranger = new Secrets(Home.at(root.resolve("stranger"))).sampleClientKey();
    SftpEndpoint endpoint =
        new SftpEndpoint(
            "127.0.0.1", server.port(), SftpFileServer.USER, stranger, server.fingerprint());

    assertThatThrownBy(() -> new SftpPull(endpoint, landing).pull(List.of(legs), MONDAY))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot pull from ");
  }

  private SftpPull pull(String fingerprint) {
    return new SftpPull(
        new SftpEndpoint("127.0.0.1", server.port(), SftpFileServer.USER, client, fingerprint),
        landing);
  }

  private void offer(String name, String content, Instant modified) throws IOException {
    Path file = root.resolve("sources/flightops").resolve(name);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
