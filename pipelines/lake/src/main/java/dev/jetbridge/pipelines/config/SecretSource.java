package dev.jetbridge.pipelines.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a secret is; the configuration names the place, and never holds the secret. */
public sealed interface SecretSource {
  /** The key of the configuration that names it. */
  String key();

  /** A file of this machine, which holds nothing else. */
  record InFile(String key, Path file) implements SecretSource {
    @Override
    public String toString() {
      return key + " " + file;
    }
  }

  /**
   * A secret of Secrets Manager.
   *
   * @param id its name or its complete ARN
   * @param field of the JSON object that it holds; empty for a secret that is the whole text
   * @see <a
   *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html">
   *     AWS Secrets Manager API, CreateSecret: Name</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html">
   *     AWS Secrets Manager user guide, What's in a secret: Secret ARN</a>
   */
  record Managed(String key, String id, Optional<String> field) implements SecretSource {
    private static final String CHARACTERS = "[A-Za-z0-9/_+=.@-]";
    private static final Pattern ARN =
        Pattern.compile(
            "arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\\d{12}:secret:("
                + CHARACTERS
                + "{1,512})-[A-Za-z0-9]{6}");
    private static final Pattern NAME = Pattern.compile(CHARACTERS + "{1,512}");

    static Optional<Managed> parse(String key, String value) {
      String[] parts = value.split("#", 2);
      String id = parts[0].strip();
      Optional<String> field = Optional.of(parts).filter(p -> p.length > 1).map(p -> p[1].strip());
      boolean valid = ARN.matcher(id).matches() || NAME.matcher(id).matches();
      return valid && field.filter(String::isEmpty).isEmpty()
          ? Optional.of(new Managed(key, id, field))
          : Optional.empty();
    }

    /** The region that its ARN names; empty for a name, which is one of aws.region. */
    public Optional<String> region() {
      Matcher arn = ARN.matcher(id);
      return arn.matches() ? Optional.of(arn.group(1)) : Optional.empty();
    }

    /** Its name, also where its ARN is configured. */
    public String name() {
      Matcher arn = ARN.matcher(id);
      return arn.matches() ? arn.group(2) : id;
    }

    @Override
    public String toString() {
      return key + " " + id + field.map(f -> "#" + f).orElse("");
    }
  }
}
