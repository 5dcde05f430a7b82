package dev.jetbridge.contracts.sql;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * SQL of contracts, read but not run: predicates compute from one row, queries read products, and
 * neither calls, writes or opens anything else.
 */
public final class ContractSql {
  /** Names that Spark takes for a format, so that the name after them is a path. */
  private static final Set<String> FORMATS =
      Set.of(
          "avro",
          "binaryfile",
          "com",
          "csv",
          "delta",
          "hive",
          "iceberg",
          "image",
          "jdbc",
          "json",
          "libsvm",
          "orc",
          "org",
          "parquet",
          "protobuf",
          "text");

  static final SqlGuard GUARD = new SqlGuard(ContractSql::isProduct, ContractFunctions::faults);

  private ContractSql() {}

  /** What is wrong with a predicate over the columns of one row. */
  public static List<String> predicateFaults(String text, List<Column> columns) {
    return new SparkSql(columns).predicateFaults(text);
  }

  /** Why a text is not a query of products; empty when it is one. */
  public static Optional<String> queryFault(String text) {
    return new SparkSql(List.of()).queryFault(text);
  }

  /**
   * What is wrong with a query over the columns of a contract; nothing when it reads other tables.
   *
   * @param table what the query calls the table of the contract
   * @param number whether its result must be one number
   */
  public static List<String> columnFaults(
      String query, String table, List<Column> columns, boolean number) {
    return new SparkSql(columns, table).columnFaults(query, number);
  }

  /**
   * The tables that a query reads, as it names them, without its own; none when it is not a query.
   */
  public static List<String> tables(String query) {
    return new SparkSql(List.of()).tables(query);
  }

  /** Whether Spark takes a name for a format, so that what follows it is a path. */
  public static boolean isFormat(String name) {
    return FORMATS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isProduct(List<String> name) {
    return name.size() == 2
        && ProductId.ifValid(String.join(".", name)).isPresent()
        && !isFormat(name.get(0));
  }
}
