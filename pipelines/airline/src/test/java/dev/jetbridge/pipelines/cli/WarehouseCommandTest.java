package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseCommandTest {
  @TempDir private Path home;

  private record Ended(int code, String out) {}

  @BeforeAll
  static void startsSpark() {
    LakeTest.lake();
  }

  @Test
  void printsTablesAndViewsOfAnEngine() {
    Ended redshift = run("ddl", "analytics.loyalty_programme");
    Ended athena = run("ddl", "--engine", "athena");

    assertThat(redshift.code()).isZero();
    assertThat(redshift.out())
        .contains("CREATE TABLE \"analytics\".\"loyalty_programme\" (")
        .contains("CREATE VIEW \"analytics\".\"loyalty_programme_metrics\" AS")
        .doesNotContain("route_disruption");
    assertThat(athena.code()).isZero();
    assertThat(athena.out())
        .contains("CREATE OR REPLACE VIEW \"analytics\".\"route_disruption_metrics\" AS")
        .doesNotContain("CREATE TABLE");
  }

  @Test
  void refusesProductsWithoutThePort() {
    assertRefused(
        run("ddl", "loyalty.members"),
        2,
        "Cannot serve loyalty.members in the warehouse: its contract names the output ports"
            + " [table]; add parquet and warehouse to outputPorts");
  }

  @Test
  void saysWhichKeysAreMissing() throws IOException {
    assertRefused(
        run("load"),
        2,
        "Cannot load a warehouse: none is configured; set warehouse.url and warehouse.user");

    configure("jdbc:redshift://127.0.0.1:1/marts");
    assertRefused(
        run("load"),
        2,
        "Cannot connect to the warehouse 127.0.0.1:1/marts: no password; name a secret in"
            + " warehouse.password-secret or a file in warehouse.password-file, or set the"
            + " environment variable"
            + " JETBRIDGE_WAREHOUSE_PASSWORD");
  }

  @Test
  void refusesSecretsInTheUrl() throws IOException {
    configure("jdbc:redshift://127.0.0.1:1/marts?password=hunter2");

    Ended ended = run("load");

    assertRefused(
        ended,
        2,
        "Invalid warehouse.url: it holds a user or a password; use warehouse.user and"
            + " warehouse.password-secret");
    assertThat(ended.out()).doesNotContain("hunter2");
  }

  @Test
  void aWarehouseThatDoesNotAnswerIsAnOutsideFailure() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    configure("jdbc:redshift://127.0.0.1:" + closed + "/marts");
    Path password = Files.writeString(home.resolve("password"), "secret\n");
    append("warehouse.password-file=" + password + "\n");

    assertRefused(
        run("load"),
        4,
        "Cannot connect to the warehouse 127.0.0.1:" + closed + "/marts as loader: ");
  }

  private void configure(String url) throws IOException {
    Files.writeString(
        home.resolve("jetbridge.properties"), "warehouse.url=" + url + "\nwarehouse.user=loader\n");
  }

  private void append(String line) throws IOException {
    Path file = home.resolve("jetbridge.properties");
    Files.writeString(file, Files.readString(file) + line);
  }

  private static void assertRefused(Ended ended, int code, String message) {
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.out()).contains(message).doesNotContain("\tat ");
  }

  private Ended run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("warehouse"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      return new Ended(Main.run(all.toArray(String[]::new)), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
