package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Constraints;
import dev.jetbridge.contracts.Contract;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;

/**
 * The table and the views of a product, as its contract describes them.
 *
 * <p>Instants are timestamps without a zone, in UTC, as Parquet holds them. Text is as long as the
 * contract allows, four bytes a character, or as long as Redshift allows. The primary key is
 * declared; Redshift does not check it, the audit of the product has.
 */
final class TableStatements {
  private static final int LONGEST_TEXT = 65_535;
  private static final int BYTES_A_CHARACTER = 4;

  /** The types that have one name, whatever the column. */
  private static final Map<DataType, String> PLAIN =
      Map.of(
          DataTypes.IntegerType, "integer",
          DataTypes.LongType, "bigint",
          DataTypes.DoubleType, "double precision",
          DataTypes.FloatType, "real",
          DataTypes.BooleanType, "boolean",
          DataTypes.DateType, "date",
          DataTypes.TimestampType, "timestamp");

  private final Contract contract;
  private final String options;
  private final List<DerivedView> views;

  /**
   * @param options what follows the columns in CREATE TABLE
   */
  TableStatements(Contract contract, String options) {
    this.contract = contract;
    this.options = options;
    this.views = DerivedView.of(contract);
  }

  /** What the ledger says of a table that holds a snapshot and is as these statements make it. */
  LoadLedger.Held held(String snapshot) {
    return new LoadLedger.Held(snapshot, digest(List.of(createTable())), digest(describe()));
  }

  /** Makes the table, in place of one of another shape. */
  List<String> makeAnew() {
    return List.of(
        "CREATE SCHEMA IF NOT EXISTS " + SqlText.name(contract.id().domain()),
        "DROP TABLE IF EXISTS " + table(),
        createTable());
  }

  List<String> dropViews() {
    return views.stream().map(v -> "DROP VIEW IF EXISTS " + v.name()).toList();
  }

  /** The comments, and the views. */
  List<String> describe() {
    List<String> statements = new ArrayList<>(comments());
    for (DerivedView view : views) {
      statements.add("CREATE VIEW " + view.name() + " AS\n" + view.query(table()));
      statements.add(
          "COMMENT ON VIEW " + view.name() + " IS " + SqlText.literal(view.explanation()));
    }
    return statements;
  }

  private String table() {
    return SqlText.table(contract.id());
  }

  private String createTable() {
    List<String> lines = new ArrayList<>();
    for (Column column : contract.columns()) {
      lines.add(
          "  "
              + SqlText.name(column.name())
              + " "
              + type(column).orElseThrow()
              + (column.required() ? " NOT NULL" : ""));
    }
    if (!contract.key().isEmpty()) {
      List<String> key = contract.key().stream().map(Column::name).toList();
      lines.add("  PRIMARY KEY (" + SqlText.names(key) + ")");
    }
    return "CREATE TABLE " + table() + " (\n" + String.join(",\n", lines) + "\n)" + options;
  }

  private List<String> comments() {
    List<String> comments = new ArrayList<>();
    comments.add(
        "COMMENT ON TABLE "
            + table()
            + " IS "
            + SqlText.literal(contract.about().purpose() + " " + contract.about().grain()));
    for (Column column : contract.columns()) {
      comments.add(
          "COMMENT ON COLUMN "
              + table()
              + "."
              + SqlText.name(column.name())
              + " IS "
              + SqlText.literal(column.description()));
    }
    return comments;
  }

  /** The columns that a warehouse cannot have. */
  static List<Column> untyped(Contract contract) {
    return contract.columns().stream().filter(c -> type(c).isEmpty()).toList();
  }

  private static Optional<String> type(Column column) {
    DataType type = column.type();
    if (type instanceof StringType) {
      return Optional.of("varchar(" + bytes(column) + ")");
    }
    if (type instanceof DecimalType decimal) {
      return Optional.of("decimal(" + decimal.precision() + "," + decimal.scale() + ")");
    }
    return Optional.ofNullable(PLAIN.get(type));
  }

  private static int bytes(Column column) {
    Constraints constraints = column.constraints();
    if (!constraints.validValues().isEmpty()) {
      return constraints.validValues().stream()
          .mapToInt(v -> v.getBytes(StandardCharsets.UTF_8).length)
          .max()
          .getAsInt();
    }
    return constraints
        .maxLength()
        .map(length -> Math.min(length * BYTES_A_CHARACTER, LONGEST_TEXT))
        .orElse(LONGEST_TEXT);
  }

  private static String digest(List<String> statements) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      statements.forEach(s -> sha256.update((s + ";").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
