package dev.jetbridge.pipelines.servers.redshift;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a session as PostgreSQL takes them: tables without distribution and sort keys,
 * and COPY of the same rows from a file of this machine. All else is the same in both.
 */
final class Translation implements AutoCloseable {
  private static final String NAMES = "\\(\"[^\"]+\"(?:, \"[^\"]+\")*\\)";
  private static final Pattern TABLE_OPTIONS =
      Pattern.compile(
          "(?s)(CREATE TABLE .*\\))\\s+(?:DISTSTYLE AUTO|DISTKEY "
              + NAMES
              + ")\\s+(?:SORTKEY AUTO|COMPOUND SORTKEY "
              + NAMES
              + ")");
  private static final Pattern COPY =
      Pattern.compile(
          "COPY (\\S+) FROM '([^']+)'\\s+IAM_ROLE (?:(default)|'([^']+)') FORMAT AS PARQUET"
              + " MANIFEST");

  private final CopyFiles files;
  private final List<Path> written = new ArrayList<>();

  Translation(CopyFiles files) {
    this.files = files;
  }

  /**
   * A driver sends a statement when it has the answer to the one before, so the files of that are
   * read by now.
   */
  String of(String statement) {
    close();
    Matcher table = TABLE_OPTIONS.matcher(statement);
    if (table.matches()) {
      return table.group(1);
    }
    Matcher copy = COPY.matcher(statement);
    return copy.matches()
        ? copy(copy.group(1), copy.group(2), copy.group(3) == null ? copy.group(4) : copy.group(3))
        : statement;
  }

  private String copy(String table, String manifest, String role) {
    try {
      Path csv = files.csv(role, manifest);
      written.add(csv);
      return "COPY " + table + " FROM '" + text(csv.toString()) + "' WITH (FORMAT csv)";
    } catch (IOException e) {
      // A statement that fails leaves session and transaction as a refused COPY does.
      return "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''XX000'', MESSAGE = ''"
          + text(text(e.getMessage()))
          + "''; END'";
    }
  }

  private static String text(String text) {
    return text.replace('\\', '/').replace("'", "''");
  }

  /** Removes the files that COPY has read. */
  @Override
  public void close() {
    written.forEach(csv -> csv.toFile().delete());
    written.clear();
  }
}
