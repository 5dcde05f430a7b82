package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** Secrets, from files only. Those of the sample airline are made on first use. */
public final class Secrets {
  private final Path folder;

  public Secrets(Home home) {
    this.folder = home.secrets();
  }

  /**
   * The secret that goes into tokens. Two installations give the same tokens only with the same
   * one. Without a file the embedded default is a fixed text: right for the sample airline, wrong
   * for real people.
   */
  public Secret pseudonymKey(Optional<Path> file, boolean sample) {
    if (file.isPresent()) {
      try {
        String key = Files.readString(file.get()).strip();
        if (key.length() < 16) {
          throw new JetbridgeException(
              FailureKind.CONFIG,
              "Cannot use pseudonym-key-file "
                  + file.get()
                  + ": it holds "
                  + key.length()
                  + " characters, at least 16 are needed");
        }
        return new Secret(key);
      } catch (IOException e) {
        throw failed("read pseudonym-key-file " + file.get(), e);
      }
    }
    if (sample) {
      return new Secret("jetbridge sample airline");
    }
    throw new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot make tokens of real people: no pseudonym-key-file is configured; write at least 16"
            + " random characters to a file and name it in "
            + Config.FILE);
  }

  public Path sampleHostKey() {
    return folder.resolve("sample-sftp-host-key");
  }

  /** The key the sample's client logs in with. */
  public KeyPair sampleClientKey() {
    SimpleGeneratorHostKeyProvider keys =
        new SimpleGeneratorHostKeyProvider(folder.resolve("sample-sftp-client-key"));
    keys.setAlgorithm("EC");
    return keys.loadKeys(null).iterator().next();
  }

  /** A private key in a file, without a passphrase. */
  public static KeyPair keyPair(Path file) {
    if (!Files.isReadable(file)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot read sftp.key-file " + file + ": no such readable file");
    }
    FileKeyPairProvider provider = new FileKeyPairProvider(file);
    provider.setPasswordFinder(FilePasswordProvider.EMPTY);
    return provider.loadKeys(null).iterator().next();
  }

  private static JetbridgeException failed(String action, IOException cause) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Cannot " + action + ": " + cause.getMessage(), cause);
  }
}
