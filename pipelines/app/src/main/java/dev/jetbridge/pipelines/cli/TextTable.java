package dev.jetbridge.pipelines.cli;

import dev.jetbridge.pipelines.landing.Printable;
import java.io.PrintWriter;
import java.util.List;

/** Rows of text in columns; columns that hold numbers are aligned right. */
final class TextTable {
  /** A longer cell would make each line of the table as long. */
  private static final int LONGEST = 2_000;

  private TextTable() {}

  static void print(PrintWriter out, List<String> header, List<List<String>> values) {
    // A value must not move the cursor, nor end its line.
    List<List<String>> rows =
        values.stream().map(row -> row.stream().map(TextTable::shown).toList()).toList();
    int columns = header.size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      widths[c] = header.get(c).length();
      numeric[c] = !rows.isEmpty();
      for (List<String> row : rows) {
        String cell = row.get(c);
        widths[c] = Math.max(widths[c], cell.length());
        numeric[c] &= cell.isEmpty() || cell.matches("-?[0-9][0-9,.]*(E-?[0-9]+)?");
      }
    }
    line(out, header, widths, numeric);
    StringBuilder rule = new StringBuilder();
    for (int width : widths) {
      rule.append("-".repeat(width)).append("  ");
    }
    out.println(rule.toString().stripTrailing());
    rows.forEach(row -> line(out, row, widths, numeric));
  }

  private static String shown(String cell) {
    return cell.length() <= LONGEST
        ? Printable.of(cell)
        : Printable.of(cell.substring(0, LONGEST)) + " …";
  }

  private static void line(PrintWriter out, List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String pad = " ".repeat(Math.max(0, widths[c] - cells.get(c).length()));
      text.append(numeric[c] ? pad + cells.get(c) : cells.get(c) + pad).append("  ");
    }
    out.println(text.toString().stripTrailing());
  }
}
