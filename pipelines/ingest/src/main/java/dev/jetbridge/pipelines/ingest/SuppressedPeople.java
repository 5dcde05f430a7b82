package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.trim;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.jobs.Token;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.operations.SuppressedPeopleColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps records of people who were erased from coming back: of new files, of files that are taken
 * again, and of records that somebody mended. A record is one of theirs when an identifier in it,
 * whichever, has a token on the list. It is neither loaded nor in quarantine, but counted.
 */
public final class SuppressedPeople {
  private static final String HERE = "_token";

  /** Nobody was erased. */
  public static final SuppressedPeople NONE = new SuppressedPeople(Optional.empty(), List.of());

  private final Optional<Dataset<Row>> list;
  private final List<Column> tokens;

  private SuppressedPeople(Optional<Dataset<Row>> list, List<Column> tokens) {
    this.list = list;
    this.tokens = tokens;
  }

  /**
   * Those who may be in the files of a contract.
   *
   * @param list tokens of identifiers, see {@link #token}; empty when nobody was erased
   */
  public static SuppressedPeople of(
      Contract contract, Optional<Dataset<Row>> list, Secret pseudonymKey) {
    List<Column> tokens =
        contract.columns().stream()
            .filter(dev.jetbridge.contracts.Column::isIdentifier)
            .map(c -> token(pseudonymKey, col(c.name())))
            .toList();
    return list.isEmpty() || tokens.isEmpty() ? NONE : new SuppressedPeople(list, tokens);
  }

  /** The token of an identifier; case and blanks around it make no other one. */
  public static Column token(Secret pseudonymKey, Column identifier) {
    return Token.hash(pseudonymKey, lower(trim(identifier.cast("string"))));
  }

  /** The records of all others; the same rows where nobody was erased. */
  Dataset<Row> leaveOut(Dataset<Row> records) {
    Dataset<Row> left = records;
    for (Column token : tokens) {
      left = left.join(listed(), token.equalTo(col(HERE)), "left_anti");
    }
    return left;
  }

  /** How many records of theirs there are, by file. */
  Map<String, Long> counts(Dataset<Row> located) {
    Map<String, Long> counts = new HashMap<>();
    if (list.isPresent()) {
      located
          .select(
              col(RawColumns.FILE),
              col(RawColumns.RECORD),
              explode(array(tokens.toArray(Column[]::new))).as("_of_record"))
          .join(listed(), col("_of_record").equalTo(col(HERE)), "left_semi")
          .select(RawColumns.FILE, RawColumns.RECORD)
          .distinct()
          .groupBy(RawColumns.FILE)
          .count()
          .collectAsList()
          .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    }
    return counts;
  }

  /** Sent to every worker: a record is read with the name of its file, which a shuffle loses. */
  private Dataset<Row> listed() {
    return broadcast(list.orElseThrow().select(SuppressedPeopleColumns.TOKEN.column().as(HERE)));
  }
}
