package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.landing.Landing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/**
 * Pulls the files of source-aligned products into landing: those whose names fit the contract,
 * delivered up to the as-of instant, and not pulled before (same name, size and time).
 */
public final class SftpPull {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final SftpEndpoint endpoint;
  private final Landing landing;

  public SftpPull(SftpEndpoint endpoint, Landing landing) {
    this.endpoint = endpoint;
    this.landing = landing;
  }

  /**
   * Pulls for every contract with an SFTP location.
   *
   * @throws JetbridgeException EXTERNAL when the server cannot be reached, refuses the key or fails
   *     midway; CONFIG when its host key differs from the pinned one
   */
  public Pulled pull(List<Contract> contracts, Instant asOf) {
    return connected(
        endpoint,
        sftp -> {
          Pulled pulled = new Pulled(0, 0);
          for (Contract contract : contracts) {
            pulled = pulled.plus(new SftpFolder(sftp, contract).pull(landing, asOf));
          }
          return pulled;
        });
  }

  /** What is done while a client is logged in. */
  @FunctionalInterface
  interface Work<T> {
    T with(SftpClient sftp) throws IOException;
  }

  static <T> T connected(SftpEndpoint endpoint, Work<T> work) {
    AtomicReference<String> offered = new AtomicReference<>();
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier(
          (session, address, key) -> {
            offered.set(KeyUtils.getFingerPrint(key));
            return endpoint.fingerprint().equals(offered.get());
          });
      client.start();
      try (ClientSession session =
          client
              .connect(endpoint.user(), endpoint.host(), endpoint.port())
              .verify(TIMEOUT)
              .getSession()) {
        session.addPublicKeyIdentity(endpoint.key());
        session.auth().verify(TIMEOUT);
        try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
          return work.with(sftp);
        }
      }
    } catch (IOException e) {
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
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot pull from " + endpoint + ": " + e.getMessage(), e);
    }
  }
}
