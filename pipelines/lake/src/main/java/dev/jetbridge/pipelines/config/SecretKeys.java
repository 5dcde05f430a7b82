package dev.jetbridge.pipelines.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the configuration that name places of secrets: of each secret, one of two. */
enum SecretKeys {
  /** Goes into tokens. */
  PSEUDONYM_KEY("pseudonym-key"),
  SFTP_KEY("sftp.key"),
  WAREHOUSE_PASSWORD("warehouse.password");

  /** All of them, and that of the key of KMS by which secrets are encrypted. */
  static final List<String> ALL =
      Stream.concat(
              Stream.of(values()).flatMap(key -> Stream.of(key.file(), key.secret())),
              Stream.of("aws.secrets-key"))
          .toList();

  private final String word;

  SecretKeys(String word) {
    this.word = word;
  }

  private String file() {
    return word + "-file";
  }

  private String secret() {
    return word + "-secret";
  }

  /** The place that the configuration names; empty for none. */
  Optional<SecretSource> read(Config.Reading reading) {
    Optional<String> file = reading.text(file());
    Optional<String> secret = reading.text(secret());
    if (file.isPresent() && secret.isPresent()) {
      reading.problems.add(file() + " and " + secret() + " are both there, must be one of them");
    }
    Optional<SecretSource.Managed> managed = managed(reading);
    if (secret.isPresent() && managed.isEmpty()) {
      reading.problems.add(
          secret()
              + " is "
              + secret.get()
              + ", must be the name of a secret or its complete ARN, which ends in a hyphen and six"
              + " characters; a field of it follows after #");
    }
    Optional<SecretSource> inFile = file.map(f -> new SecretSource.InFile(file(), Path.of(f)));
    return inFile.or(() -> managed);
  }

  private Optional<SecretSource.Managed> managed(Config.Reading reading) {
    return reading.text(secret()).flatMap(value -> SecretSource.Managed.parse(secret(), value));
  }

  /**
   * The same of a secret that must be there.
   *
   * @param because what needs it
   */
  SecretSource required(Config.Reading reading, String because) {
    Optional<SecretSource> source = read(reading);
    if (source.isEmpty() && reading.text(secret()).isEmpty()) {
      reading.problems.add(
          secret() + " or " + file() + " is missing, " + because + " needs one of them");
    }
    return source.orElseGet(() -> new SecretSource.InFile(file(), Path.of("")));
  }

  /** Where secrets are whose names say no region; empty when there are none. */
  static String region(Config.Reading reading) {
    return Stream.of(values())
        .flatMap(key -> key.managed(reading).stream())
        .filter(secret -> secret.region().isEmpty())
        .findFirst()
        .map(secret -> reading.required("aws.region", secret.key()))
        .orElse("");
  }

  /** The key of KMS by which secrets are encrypted; empty for that of Secrets Manager. */
  static Optional<String> keyOfKms(Config.Reading reading) {
    Optional<String> key = reading.text("aws.secrets-key");
    if (key.isPresent() && Stream.of(values()).allMatch(k -> reading.text(k.secret()).isEmpty())) {
      reading.problems.add(
          "aws.secrets-key is the key of secrets in Secrets Manager, and none is configured");
    }
    return key;
  }
}
