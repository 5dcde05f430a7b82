package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.SftpLimits;
import dev.jetbridge.pipelines.landing.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/**
 * A client that is logged in. It ends by itself when the server says nothing for too long, and at
 * an instant whatever the server does: a trickle of bytes keeps no connection for ever.
 */
final class SftpConnection implements AutoCloseable {
  private final SshClient client;
  private final Timer watch;
  private final SftpClient sftp;

  private SftpConnection(SshClient client, Timer watch, SftpClient sftp) {
    this.client = client;
    this.watch = watch;
    this.sftp = sftp;
  }

  /**
   * Logs in.
   *
   * @param end when the connection ends at the latest
   * @throws JetbridgeException CONFIG when the host key differs from the pinned one
   */
  static SftpConnection open(SftpEndpoint endpoint, SftpLimits limits, Instant end)
      throws IOException {
    AtomicReference<String> offered = new AtomicReference<>();
    SshClient client = SshClient.setUpDefaultClient();
    limit(client, limits);
    client.setServerKeyVerifier(
        (session, address, key) -> {
          offered.set(KeyUtils.getFingerPrint(key));
          return endpoint.fingerprint().equals(offered.get());
        });
    Timer watch = new Timer("sftp-limit", true);
    try {
      client.start();
      watch.schedule(
          new TimerTask() {
            @Override
            public void run() {
              client.close(true);
            }
          },
          Math.max(0, Duration.between(Instant.now(), end).toMillis()));
      ClientSession session =
          client
              .connect(endpoint.user(), endpoint.host(), endpoint.port())
              .verify(limits.connect())
              .getSession();
      session.addPublicKeyIdentity(endpoint.key());
      session.auth().verify(limits.connect());
      return new SftpConnection(
          client, watch, SftpClientFactory.instance().createSftpClient(session));
    } catch (IOException e) {
      end(client, watch);
      if (offered.get() != null && !offered.get().equals(endpoint.fingerprint())) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot pull from "
                + endpoint
                + ": its host key is "
                + offered.get()
                + ", pinned is "
                + endpoint.fingerprint()
                + "; ask the sender whether the key was changed before you pin the new one",
            e);
      }
      throw e;
    } catch (RuntimeException e) {
      // MINA says so when it is closed while it connects.
      end(client, watch);
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Only the idle limits end a connection whose server is there and says nothing. */
  private static void limit(SshClient client, SftpLimits limits) {
    CoreModuleProperties.IDLE_TIMEOUT.set(client, limits.read());
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, limits.read());
    CoreModuleProperties.AUTH_TIMEOUT.set(client, limits.connect());
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, limits.connect());
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, limits.connect());
  }

  SftpClient client() {
    return sftp;
  }

  /** At once: to part politely one waits for the other side. */
  @Override
  public void close() {
    end(client, watch);
  }

  private static void end(SshClient client, Timer watch) {
    watch.cancel();
    client.close(true);
    client.stop();
  }

  /** What MINA says of a failure, or says nothing of. */
  static String inWords(IOException failure, SftpLimits limits) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? "the connection ended, or was silent for " + limits.read().toSeconds() + " s"
        : Printable.of(message);
  }
}
