package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.Workspace;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Secrets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;

/** Pulls from where the configuration says: the airline's server, or the sample's embedded one. */
public final class Sources {
  private Sources() {}

  public static SftpPull.Pulled pull(Workspace workspace, Instant asOf) {
    List<Contract> contracts =
        workspace.contracts().all().stream()
            .filter(c -> c.source().filter(s -> s.location().startsWith("sftp:")).isPresent())
            .toList();
    if (workspace.config().sftp().isPresent()) {
      Config.Sftp sftp = workspace.config().sftp().get();
      SftpEndpoint endpoint =
          new SftpEndpoint(
              sftp.host(),
              sftp.port(),
              sftp.user(),
              Secrets.keyPair(sftp.keyFile()),
              sftp.hostKey());
      return new SftpPull(endpoint, workspace.landing()).pull(contracts, asOf);
    }
    KeyPair client = workspace.secrets().sampleClientKey();
    try (SftpFileServer server =
        SftpFileServer.serve(
            workspace.home().sources(), workspace.secrets().sampleHostKey(), client.getPublic())) {
      SftpEndpoint endpoint =
          new SftpEndpoint(
              "127.0.0.1", server.port(), SftpFileServer.USER, client, server.fingerprint());
      return new SftpPull(endpoint, workspace.landing()).pull(contracts, asOf);
    }
  }
}
