package dev.jetbridge.pipelines.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads published tables with SQL. */
@Command(
    name = "sql",
    description = "Query the published tables, named domain.product, in Spark SQL. Read-only.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge sql \"select * from operations.runs order by started_at\"",
      "  jetbridge sql \"select * from features.customer_segments version as of 123\" --format csv",
      "  jetbridge sql \"select count(*) from loyalty.members.branch_audit_0123456789abcdef\""
    })
final class SqlCommand extends ExistingHomeCommand {
  private static final int TABLE_LIMIT = 1000;

  /** How rows are printed. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  @Parameters(paramLabel = "QUERY", description = "A select statement.")
  private String query;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (at most 1000 rows), csv or json lines (default: ${DEFAULT-VALUE}).",
      defaultValue = "table")
  private Format format;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    Dataset<Row> rows = ReadOnlySql.of(workspace).query(query);
    switch (format) {
      case TABLE -> table(out, rows);
      case CSV -> csv(out, rows);
      case JSON -> json(out, rows);
    }
    return 0;
  }

  private static void table(PrintWriter out, Dataset<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows.limit(TABLE_LIMIT + 1).collectAsList()) {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        line.add(text(row.get(i)));
      }
      cells.add(line);
    }
    boolean more = cells.size() > TABLE_LIMIT;
    List<List<String>> shown = more ? cells.subList(0, TABLE_LIMIT) : cells;
    TextTable.print(out, List.of(rows.columns()), shown);
    out.println();
    out.println(
        shown.size()
            + (shown.size() == 1 ? " row" : " rows")
            + (more ? "; there are more, --format csv gives all" : ""));
  }

  private static void csv(PrintWriter out, Dataset<Row> rows) {
    out.println(
        String.join(",", List.of(rows.columns()).stream().map(SqlCommand::quoted).toList()));
    for (Iterator<Row> i = rows.toLocalIterator(); i.hasNext(); ) {
      Row row = i.next();
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < row.length(); c++) {
        cells.add(row.isNullAt(c) ? "" : quoted(text(row.get(c))));
      }
      out.println(String.join(",", cells));
    }
  }

  private static void json(PrintWriter out, Dataset<Row> rows) {
    ObjectMapper mapper = new ObjectMapper();
    for (Iterator<Row> i = rows.toLocalIterator(); i.hasNext(); ) {
      Row row = i.next();
      Map<String, Object> object = new LinkedHashMap<>();
      for (int c = 0; c < row.length(); c++) {
        Object value = row.get(c);
        boolean plain = value == null || value instanceof Number || value instanceof Boolean;
        object.put(rows.columns()[c], plain ? value : text(value));
      }
      try {
        out.println(mapper.writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write a row as JSON", e);
      }
    }
  }

  private static String text(Object value) {
    return value instanceof java.sql.Timestamp t ? t.toInstant().toString() : String.valueOf(value);
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
