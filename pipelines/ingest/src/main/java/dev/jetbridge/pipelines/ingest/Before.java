package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.jobs.Secret;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What runs so far left that the next one finds.
 *
 * @param dealtWith the files that no run takes again, by hash
 * @param history what those are whose names or contents come again
 * @param tombstones deletes that hold; empty for none
 * @param key what their tokens are made with
 */
public record Before(
    Map<String, DealtWith> dealtWith,
    FileHistory history,
    Optional<Dataset<Row>> tombstones,
    Secret key) {
  public Before {
    dealtWith = Map.copyOf(dealtWith);
  }

  /** No run was before. */
  public static Before nothing() {
    return new Before(Map.of(), FileHistory.NONE, Optional.empty(), new Secret(""));
  }

  /**
   * A file that a run dealt with.
   *
   * @param name under which it came
   * @param withdrawn whether only runs did that were withdrawn since
   * @param refused whether it was refused whole
   */
  public record DealtWith(String name, boolean withdrawn, boolean refused) {}
}
