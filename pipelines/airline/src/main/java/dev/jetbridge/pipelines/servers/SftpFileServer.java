package dev.jetbridge.pipelines.servers;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** The embedded SFTP server of the sample airline: loopback only, one user, keys only. */
public final class SftpFileServer implements AutoCloseable {
  /** The user that may log in. */
  public static final String USER = "jetbridge";

  private final SshServer server;
  private final PublicKey hostKey;

  private SftpFileServer(SshServer server, PublicKey hostKey) {
    this.server = server;
    this.hostKey = hostKey;
  }

  /** Serves a folder on a free port; the host key is made once and kept in the given file. */
  public static SftpFileServer serve(Path folder, Path hostKeyFile, PublicKey client) {
    try {
      return serve(folder, new ServedFolder(folder), hostKeyFile, client);
    } catch (NoSuchFileException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot serve "
              + folder
              + ": the sample airline has delivered no file yet; jetbridge run lets it",
          e);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot serve " + folder + ": " + e.getMessage(), e);
    }
  }

  public static SftpFileServer serve(
      Path folder, ServedFolder served, Path hostKeyFile, PublicKey client) {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider(hostKeyFile);
    keys.setAlgorithm("EC");
    server.setKeyPairProvider(keys);
    server.setPublickeyAuthenticator(
        (user, key, session) -> USER.equals(user) && KeyUtils.compareKeys(client, key));
    server.setSubsystemFactories(
        List.of(new SftpSubsystemFactory.Builder().withFileSystemAccessor(served).build()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
    try {
      server.start();
      return new SftpFileServer(server, keys.loadKeys(null).iterator().next().getPublic());
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot start the embedded SFTP server: " + e.getMessage(), e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** What a client pins, such as SHA256:…. */
  public String fingerprint() {
    return KeyUtils.getFingerPrint(hostKey);
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot stop the embedded SFTP server: " + e.getMessage(), e);
    }
  }
}
