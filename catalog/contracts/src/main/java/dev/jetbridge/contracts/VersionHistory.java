package dev.jetbridge.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The table of the versions that rows of a product no longer have: those that newer records
 * replaced or deleted, those that came when a newer one was there already, and the deletes. Beside
 * the product's own table, which has the current version of each key, it tells what was known of a
 * key at any instant. Grain: one record; append only.
 */
public final class VersionHistory {
  /** Whether the record deletes its key. */
  public static final String IS_DELETED = "is_deleted";

  /** Tells which of two versions of a key and an order value is the newer: the greater. */
  public static final String CONTENT_HASH = "content_hash";

  /** The snapshot of the product whose run wrote the version; it counts once that is published. */
  public static final String SNAPSHOT_ID = "snapshot_id";

  private static final String SUFFIX = "_history";

  private VersionHistory() {}

  /** The table of versions of a product. */
  public static ProductId table(ProductId product) {
    return ProductId.parse(product + SUFFIX);
  }

  /** The product whose versions a table of this name would have; empty for another name. */
  public static Optional<ProductId> ofTable(ProductId table) {
    String name = table.name();
    return name.endsWith(SUFFIX) && name.length() > SUFFIX.length()
        ? Optional.of(
            ProductId.parse(
                table.domain() + "." + name.substring(0, name.length() - SUFFIX.length())))
        : Optional.empty();
  }

  /** The columns that the table has beside those of the product. */
  public static Set<String> ownColumns() {
    return Set.of(IS_DELETED, CONTENT_HASH, SNAPSHOT_ID);
  }

  /** Whether values of an order column are instants, or days that begin at one. */
  public static boolean isInstant(DataType type) {
    return type instanceof TimestampType || type instanceof DateType;
  }

  /** The table of versions of a product as a contract of its own: its columns, without a key. */
  public static Contract of(Contract product) {
    List<Column> columns = new ArrayList<>();
    for (Column column : product.columns()) {
      boolean known =
          column.isKey()
              || product.change().orderColumn().filter(column.name()::equals).isPresent();
      columns.add(
          new Column(
              column.name(),
              column.sourceName(),
              column.type(),
              column.format(),
              known,
              0,
              Optional.empty(),
              column.classification(),
              Constraints.none(),
              column.description(),
              column.values()));
    }
    columns.add(own(IS_DELETED, DataTypes.BooleanType, "Whether the record deletes its key."));
    columns.add(
        own(CONTENT_HASH, DataTypes.LongType, "Of equal order values the greater is newer."));
    columns.add(
        own(SNAPSHOT_ID, DataTypes.LongType, "Snapshot of " + product.id() + " it came with."));
    Contract.About about = product.about();
    return new Contract(
        table(product.id()),
        product.version(),
        product.kind(),
        new Contract.About(
            "Earlier versions of the rows of " + product.id() + ", and its deletes.",
            about.usage(),
            about.limitations(),
            about.owner(),
            "one record",
            about.status()),
        columns,
        List.of(),
        List.of(),
        new Contract.Change(
            WriteMode.APPEND, Optional.empty(), Optional.empty(), true, false, false),
        product.derivation(),
        List.of(),
        Contract.Serving.TABLE_ONLY,
        product.source(),
        List.of(),
        product.maintenance(),
        product.job(),
        product.origin(),
        product.digest());
  }

  private static Column own(String name, DataType type, String description) {
    return new Column(
        name,
        name,
        type,
        Optional.empty(),
        true,
        0,
        Optional.empty(),
        Classification.INTERNAL,
        Constraints.none(),
        description,
        ValueFormat.PLAIN);
  }
}
