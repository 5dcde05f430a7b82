package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
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
          Pulled pulled = new Pulled(0, 0);
          for (Contract contract : contracts) {
            pulled = pulled.plus(pull(sftp, contract, asOf));
          }
          return pulled;
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

  private Pulled pull(SftpClient sftp, Contract contract, Instant asOf) throws IOException {
    SourceFormat source = contract.source().orElseThrow();
    String folder = folder(source);
    PathMatcher fits = FileSystems.getDefault().getPathMatcher("glob:" + source.filePattern());
    Set<String> known = new HashSet<>();
    for (LandedFile file : landing.files(contract.id())) {
      known.add(signature(file.name(), file.bytes(), Instant.parse(file.modified())));
    }
    List<DirEntry> due = new ArrayList<>();
    for (DirEntry entry : sftp.readEntries(folder)) {
      Instant modified = entry.getAttributes().getModifyTime().toInstant();
      String name = entry.getFilename();
      if (entry.getAttributes().isRegularFile()
          && fits.matches(Path.of(name))
          && !modified.isAfter(asOf)
          && !known.contains(signature(name, entry.getAttributes().getSize(), modified))) {
        due.add(entry);
      }
    }
    due.sort(Comparator.comparing(DirEntry::getFilename));
    long bytes = 0;
    for (DirEntry entry : due) {
      String remote = folder + "/" + entry.getFilename();
      bytes +=
          landing
              .take(
                  contract.id(),
                  entry.getFilename(),
                  "sftp://" + URI.create(source.location()).getHost() + folder,
                  entry.getAttributes().getModifyTime().toInstant(),
                  () -> sftp.read(remote))
              .bytes();
    }
    return new Pulled(due.size(), bytes);
  }

  /** The folder part of a location, such as /loyalty. */
  private static String folder(SourceFormat source) {
    String path = URI.create(source.location().replaceAll("[*?\\[\\]{}]", "_")).getPath();
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private static String signature(String name, long bytes, Instant modified) {
    return name + "|" + bytes + "|" + modified.getEpochSecond();
  }
}
