package dev.jetbridge.pipelines.servers;

import dev.jetbridge.pipelines.channel.SampleSftp;
import dev.jetbridge.pipelines.channel.SftpEndpoint;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.security.KeyPair;

/** Serves the sources of a home; its keys are made in the home. */
public final class EmbeddedSftp implements SampleSftp {
  @Override
  public Served serve(Workspace workspace) {
    KeyPair client = workspace.secrets().sampleClientKey();
    SftpFileServer server =
        SftpFileServer.serve(
            workspace.home().sources(), workspace.secrets().sampleHostKey(), client.getPublic());
    SftpEndpoint endpoint =
        new SftpEndpoint(
            "127.0.0.1", server.port(), SftpFileServer.USER, client, server.fingerprint());
    return new Served() {
      @Override
      public SftpEndpoint endpoint() {
        return endpoint;
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
