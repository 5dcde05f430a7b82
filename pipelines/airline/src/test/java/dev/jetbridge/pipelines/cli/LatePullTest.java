package dev.jetbridge.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.Ended;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.config.Secrets;
import dev.jetbridge.pipelines.servers.SftpFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sender who does not answer at night, and does when the last job of the schedule runs. */
class LatePullTest {
  private static final Path ROOT = Path.of(System.getProperty("jetbridge.root", "../.."));

  private static final String SFTP =
      "    type: sftp\n    location: sftp://lounge.example/lounge/visits_*.csv\n";

  @TempDir private Path home;

  @Test
  void pullsAgainWhenServingAndMakesWhatIsMadeOfIt() throws IOException {
    LakeTest.lake();
    Path contracts = Files.createDirectories(home.resolve("contracts/lounge"));
    Files.writeString(
        contracts.resolve("visits.odcs.yaml"),
        Files.readString(ROOT.resolve("docs/example/contracts/lounge/visits.odcs.yaml"))
            .replace("    type: local\n    path: ./visits_*.csv\n", SFTP)
            .replace("        classification: identifier\n", ""));
    Path offered = Files.createDirectories(home.resolve("offered/lounge"));
    Files.copy(
        ROOT.resolve("docs/example/files/visits_20230831.csv"),
        offered.resolve("visits_20230831.csv"));
    Secrets keys = new Secrets(Home.at(home.resolve("keys")), Config.read(Optional.empty()).aws());
    try (SftpFileServer server =
        SftpFileServer.serve(
            home.resolve("offered"), keys.sampleHostKey(), keys.sampleClientKey().getPublic())) {
      configure(closedPort(), server);
      run("run", "--scheduled", "--product", "lounge.visits", "--as-of", "2023-08-31").done();
      Ended pending = run("serve");
      configure(server.port(), server);

      Ended served = run("serve").done();

      assertThat(pending.code()).isEqualTo(4);
      assertThat(pending.err()).contains("not pulled: lounge.visits: ");
      assertThat(served.out())
          .contains("1 new file", "Making products of what was pulled late")
          .containsPattern("lounge.visits +published")
          .contains("Everything that is published is served.");
      assertThat(run("serve").done().out()).doesNotContain("pulled late");
    }
  }

  private void configure(int port, SftpFileServer server) throws IOException {
    Files.createDirectories(home.resolve("home"));
    Files.writeString(
        home.resolve("home/jetbridge.properties"),
        """
        sftp.host=127.0.0.1
        sftp.port=%d
        sftp.user=%s
        sftp.host-key=%s
        sftp.key-file=%s
        sftp.tries=1
        pseudonym-key-file=%s
        """
            .formatted(
                port,
                SftpFileServer.USER,
                server.fingerprint(),
                home.resolve("keys/secrets/sample-sftp-client-key"),
                Files.writeString(home.resolve("key"), "k".repeat(32))));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Ended run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--home", home.resolve("home").toString()));
    all.addAll(List.of("--contracts", home.resolve("contracts").toString()));
    return Ended.of(all);
  }
}
