package dev.jetbridge.contracts.reading;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.sql.ContractSql;
import java.util.Map;
import java.util.Optional;

/** Names that products and columns cannot have: others have them, or no place can hold them. */
final class ReservedNames {
  /** A file name has 255 bytes, and a product's folders and tables add to its name. */
  private static final int LONGEST_PRODUCT = 100;

  /** Glue takes no longer name of a column. */
  private static final int LONGEST_COLUMN = 255;

  private static final String SPARK = "Spark uses it";

  private static final Map<String, String> DOMAINS =
      Map.of(
          "operations", "the tables of operations use it",
          "default", SPARK,
          "global_temp", SPARK,
          "information_schema", "warehouses use it",
          "lake", "it is the name of the catalog",
          "session", SPARK,
          "spark_catalog", SPARK,
          "sys", "warehouses use it",
          "system", SPARK);

  private static final String FEATURE_STORE = "_feature_store";

  private ReservedNames() {}

  /** Why a product cannot have its name; empty when it can. */
  static Optional<String> fault(ProductId product) {
    String domain = product.domain();
    String taken = DOMAINS.get(domain);
    if (taken != null) {
      return Optional.of("the domain " + domain + " is reserved: " + taken);
    }
    if (ContractSql.isFormat(domain)) {
      return Optional.of(
          "the domain " + domain + " is reserved: Spark would read it as a file format");
    }
    if (domain.endsWith(FEATURE_STORE)) {
      return Optional.of(
          "domains that end with " + FEATURE_STORE + " are reserved: they hold feature groups");
    }
    if (Math.max(domain.length(), product.name().length()) > LONGEST_PRODUCT) {
      return Optional.of(
          "domain and product have at most "
              + LONGEST_PRODUCT
              + " characters each, have "
              + domain.length()
              + " and "
              + product.name().length());
    }
    return Optional.empty();
  }

  /** Why a column cannot have its name; empty when it can. */
  static Optional<String> ofColumn(String name) {
    return name.length() > LONGEST_COLUMN
        ? Optional.of(
            "a column name has at most "
                + LONGEST_COLUMN
                + " characters, this one has "
                + name.length())
        : Optional.empty();
  }
}
