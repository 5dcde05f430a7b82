package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/**
 * Secrets of an installation, by reference only. Those of the sample airline are made on first use.
 */
public final class Secrets {
  private final Path folder;
  private final ManagedSecrets managed;

  public Secrets(Home home, Config.Aws aws) {
    this.folder = home.secrets();
    this.managed = new ManagedSecrets(aws);
  }

  /**
   * The secret that is there, without the blanks around it.
   *
   * @throws JetbridgeException CONFIG when there is none that can be used; EXTERNAL when the
   *     service that keeps it fails
   */
  public Secret read(SecretSource source) {
    String text =
        source instanceof SecretSource.Managed secret
            ? managed.read(secret).reveal()
            : read((SecretSource.InFile) source);
    if (text.isBlank()) {
      throw new JetbridgeException(FailureKind.CONFIG, "Cannot use " + source + ": it is empty");
    }
    return new Secret(text.strip());
  }

  private static String read(SecretSource.InFile source) {
    if (!Files.isReadable(source.file())) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot read " + source + ": no such readable file");
    }
    try {
      return Files.readString(source.file());
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot read " + source + ": " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * The secret that goes into tokens. Two installations give the same tokens only with the same
   * one. Without a place the embedded default is a fixed text: right for the sample airline, wrong
   * for real people.
   */
  public Secret pseudonymKey(Optional<SecretSource> source, boolean sample) {
    if (source.isPresent()) {
      Secret key = read(source.get());
      int length = key.reveal().length();
      if (length < 16) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot use "
                + source.get()
                + ": it holds "
                + length
                + " characters, at least 16 are needed");
      }
      return key;
    }
    if (sample) {
      return new Secret("jetbridge sample airline");
    }
    throw new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot make tokens of real people: no pseudonym-key-file or pseudonym-key-secret is"
            + " configured; write at least 16 random characters to a file or a secret and name it"
            + " in "
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

  /** A private key, without a passphrase. */
  public KeyPair keyPair(SecretSource source) {
    byte[] text = read(source).reveal().getBytes(StandardCharsets.UTF_8);
    try {
      Iterable<KeyPair> pairs =
          SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName(source.key()),
              new ByteArrayInputStream(text),
              FilePasswordProvider.EMPTY);
      Iterator<KeyPair> pair = pairs == null ? null : pairs.iterator();
      if (pair != null && pair.hasNext()) {
        return pair.next();
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // What a parser says may show what it parses.
      throw noKey(source, " (" + e.getClass().getSimpleName() + ")");
    }
    throw noKey(source, "");
  }

  private static JetbridgeException noKey(SecretSource source, String how) {
    return new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot use "
            + source
            + ": it holds no private key that can be read"
            + how
            + "; write one of OpenSSH or PEM, with its line breaks and without a passphrase");
  }
}
