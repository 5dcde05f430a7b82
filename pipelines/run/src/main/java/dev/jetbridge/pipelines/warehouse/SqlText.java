package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.ProductId;
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
    return name(product.domain()) + "." + name(product.name());
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
