package dev.jetbridge.jobs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A token that stands for a key and does not give it away: a letter and the first 24 hexadecimal
 * digits of SHA-256 over the run's pseudonym key and the parts, separated by a bar. Null when a
 * part is null. It is a function object and not Spark's sha2 because a literal would show the
 * secret in every query plan and event log.
 */
public final class Token {
  private static final int HEX_DIGITS = 24;

  private Token() {}

  /** The token of the parts; prefix is the letter of its kind. */
  public static Column of(RunContext run, String prefix, Column... parts) {
    List<Column> text = new ArrayList<>();
    for (Column part : parts) {
      text.add(functions.lit("|"));
      text.add(part.cast(DataTypes.StringType));
    }
    return functions
        .udf(new Digest(prefix, "", HEX_DIGITS, run.pseudonymKey()), DataTypes.StringType)
        .withName("token")
        .apply(functions.concat(text.toArray(Column[]::new)));
  }

  /**
   * SHA-256 as hexadecimal digits over the run's pseudonym key, a control character and the parts.
   * Null when the parts are.
   */
  public static Column hash(Secret pseudonymKey, Column parts) {
    return functions
        .udf(new Digest("", "\u0001", 2 * 32, pseudonymKey), DataTypes.StringType)
        .withName("key_hash")
        .apply(parts);
  }

  private record Digest(String prefix, String separator, int digits, Secret pseudonymKey)
      implements UDF1<String, String> {
    @Override
    public String call(String text) {
      if (text == null) {
        return null;
      }
      byte[] digest =
          sha256()
              .digest((pseudonymKey.reveal() + separator + text).getBytes(StandardCharsets.UTF_8));
      return prefix + HexFormat.of().formatHex(digest, 0, digits / 2);
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }
}
