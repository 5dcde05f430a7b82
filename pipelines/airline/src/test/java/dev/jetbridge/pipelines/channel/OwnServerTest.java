package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.config.Secrets;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.servers.SftpFileServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An SFTP server with the folder of flight legs, and a landing that takes them. */
abstract class OwnServerTest {
  static final Instant MONDAY = Instant.parse("2023-08-28T23:00:00Z");

  final Contract legs = ContractLoader.bundled().get(FlightLegs.TABLE);

  @TempDir Path root;
  Landing landing;
  KeyPair client;
  SftpFileServer server;

  @BeforeEach
  void serve() throws IOException {
    Home home = Home.at(root);
    Files.createDirectories(home.sources().resolve("flightops"));
    landing = new Landing(home.landing());
    Secrets secrets = new Secrets(home, Config.read(Optional.empty()).aws());
    client = secrets.sampleClientKey();
    server = serve(home.sources(), secrets.sampleHostKey());
  }

  /** A server of the files below a folder that lets the client in. */
  abstract SftpFileServer serve(Path files, Path host) throws IOException;

  @AfterEach
  void stop() {
    server.close();
  }
}
