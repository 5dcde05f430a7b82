package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.SourceFormat.Channel;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Secrets;
import dev.jetbridge.pipelines.config.SftpLimits;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Pulls from where the configuration says: the airline's server, or the sample's embedded one. */
public final class Sources {
  private Sources() {}

  /**
   * Pulls the files of those products that come over SFTP.
   *
   * @throws JetbridgeException CONFIG when there are such products and nobody who serves them
   */
  public static Pulled pull(Workspace workspace, Collection<Contract> products, Instant asOf) {
    List<Contract> contracts = products.stream().filter(Sources::comesOverSftp).toList();
    if (contracts.isEmpty()) {
      return new Pulled(0, 0);
    }
    if (workspace.config().sftp().isPresent()) {
      Config.Sftp sftp = workspace.config().sftp().get();
      SftpEndpoint endpoint =
          new SftpEndpoint(
              sftp.host(),
              sftp.port(),
              sftp.user(),
              Secrets.keyPair(sftp.keyFile()),
              sftp.hostKey());
      return new SftpPull(endpoint, workspace.landing(), sftp.limits()).pull(contracts, asOf);
    }
    if (!workspace.config().sampleAirline()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot pull the files of "
              + contracts.get(0).id()
              + ": they come over SFTP and sftp.host is not configured");
    }
    KeyPair client = workspace.secrets().sampleClientKey();
    try (SftpFileServer server =
        SftpFileServer.serve(
            workspace.home().sources(), workspace.secrets().sampleHostKey(), client.getPublic())) {
      SftpEndpoint endpoint =
          new SftpEndpoint(
              "127.0.0.1", server.port(), SftpFileServer.USER, client, server.fingerprint());
      return new SftpPull(endpoint, workspace.landing(), SftpLimits.DEFAULT).pull(contracts, asOf);
    }
  }

  private static boolean comesOverSftp(Contract contract) {
    return contract.source().filter(s -> s.channel() == Channel.SFTP).isPresent();
  }
}
