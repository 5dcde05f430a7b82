package dev.jetbridge.pipelines.channel;

import dev.jetbridge.pipelines.workspace.Workspace;

/** The SFTP server of the sample airline; a service, see {@link java.util.ServiceLoader}. */
public interface SampleSftp {
  /**
   * Serves the source files of a home.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when there are none yet
   */
  Served serve(Workspace workspace);

  /** A server that runs until it is closed. */
  interface Served extends AutoCloseable {
    SftpEndpoint endpoint();

    @Override
    void close();
  }
}
