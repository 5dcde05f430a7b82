package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.ProductId;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names and literals in standard SQL. Names are quoted, since a contract may say {@code user}. */
final class SqlText {
  private SqlText() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String names(Collection<String> names) {
    return names.stream().map(SqlText::name).collect(Collectors.joining(", "));
  }

  /** The table of a product: its domain is the schema. */
  static String table(ProductId product) {
    return table(product.domain(), product.name());
  }

  static String table(String schema, String table) {
    return name(schema) + "." + name(table);
  }

  /**
   * A literal of Redshift, in which a backslash escapes what follows. Source: Amazon Redshift
   * Database Developer Guide, "QUOTE_LITERAL function", which doubles quotes and backslashes.
   */
  static String literal(String text) {
    return plain(text.replace("\\", "\\\\"));
  }

  /** Text as every engine understands it, whether a backslash escapes there or not. */
  static String shared(String text) {
    return text.contains("\\")
        ? Arrays.stream(text.split("\\\\", -1))
            .map(SqlText::plain)
            .collect(Collectors.joining(" || chr(92) || ", "(", ")"))
        : plain(text);
  }

  private static String plain(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
