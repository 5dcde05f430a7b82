package dev.jetbridge.pipelines.warehouse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Results of queries as lines, alike for every engine: numbers with two decimals, null as null. */
final class Answers {
  private Answers() {}

  static List<String> of(Connection connection, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<Object> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(rows.getObject(i));
        }
        lines.add(line(cells.toArray()));
      }
    }
    return lines;
  }

  static String line(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(
          cell instanceof Number number
              ? new BigDecimal(number.toString()).setScale(2, RoundingMode.HALF_UP).toPlainString()
              : String.valueOf(cell));
    }
    return String.join(" | ", texts);
  }
}
