package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.jobs.Secret;
import dev.jetbridge.jobs.Token;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The name of a key in operations.tombstones: a token that cannot be guessed without the secret.
 *
 * @param key the key columns in key order
 */
public record KeyHash(List<String> key, Secret pseudonymKey) {
  /** What the hash of a key of several columns begins with since each value says its length. */
  static final String LENGTHS = "2:";

  public KeyHash {
    key = List.copyOf(key);
  }

  /** The hash of the key of a row. */
  public Column of() {
    if (key.size() == 1) {
      return joined();
    }
    Column[] parts =
        key.stream().map(k -> withLength(col(k).cast("string"))).toArray(Column[]::new);
    return concat(lit(LENGTHS), Token.hash(pseudonymKey, concat(parts)));
  }

  private static Column withLength(Column text) {
    return concat(length(text), lit(":"), text);
  }

  /**
   * That of one column. Of several it is what an older version made: values that hold what stands
   * between them have the hash of others.
   */
  Column joined() {
    Column[] parts = key.stream().map(k -> col(k).cast("string")).toArray(Column[]::new);
    return Token.hash(pseudonymKey, concat_ws("\u0001", parts));
  }
}
