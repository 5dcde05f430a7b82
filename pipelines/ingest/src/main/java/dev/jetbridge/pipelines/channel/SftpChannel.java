package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.SftpLimits;
import dev.jetbridge.pipelines.workspace.Sample;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** SFTP: the server that the configuration names, or that of the sample airline. */
public record SftpChannel(Workspace workspace) implements Channel {
  /** What the location of a contract begins with. */
  public static final String WORD = "sftp";

  @Override
  public String step() {
    return "Pulling files over SFTP, host key pinned";
  }

  @Override
  public boolean serves(Contract contract) {
    return contract.source().filter(s -> s.channel().equals(WORD)).isPresent();
  }

  @Override
  public Optional<String> missing() {
    return workspace.config().sftp().isPresent()
        ? Optional.empty()
        : Optional.of("over SFTP and sftp.host is not configured");
  }

  /**
   * {@inheritDoc}
   *
   * @throws JetbridgeException CONFIG when nobody serves them
   */
  @Override
  public Pulled pull(List<Contract> contracts, Instant asOf) {
    if (workspace.config().sftp().isPresent()) {
      Config.Sftp sftp = workspace.config().sftp().get();
      SftpEndpoint endpoint =
          new SftpEndpoint(
              sftp.host(),
              sftp.port(),
              sftp.user(),
              workspace.secrets().keyPair(sftp.key()),
              sftp.hostKey());
      return new SftpPull(endpoint, workspace.landing(), sftp.limits()).pull(contracts, asOf);
    }
    if (!workspace.config().sampleAirline()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot pull the files of "
              + contracts.get(0).id()
              + ": they come "
              + missing().orElseThrow());
    }
    try (SampleSftp.Served served = Sample.part(SampleSftp.class).serve(workspace)) {
      return new SftpPull(served.endpoint(), workspace.landing(), SftpLimits.DEFAULT)
          .pull(contracts, asOf);
    }
  }
}
