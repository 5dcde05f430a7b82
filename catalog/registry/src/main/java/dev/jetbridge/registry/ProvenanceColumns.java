package dev.jetbridge.registry;

import dev.jetbridge.contracts.Contract;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that tables have besides those of their contracts; they follow them. They tell from
 * which landed file a row came and which run last changed it. A source-aligned table has both and
 * requires them, one that is made from others the latter, when it tells what changes in it.
 */
public final class ProvenanceColumns {
  /** SHA-256 of the landed file the row was read from, hex. */
  public static final String SOURCE_FILE = "source_file";

  /** Sequence number of the run that last changed the row. */
  public static final String CHANGED_IN = "changed_in";

  private static final List<StructField> FIELDS =
      List.of(
          new StructField(SOURCE_FILE, DataTypes.StringType, false, Metadata.empty())
              .withComment("SHA-256 of the landed file this row was read from."),
          new StructField(CHANGED_IN, DataTypes.LongType, false, Metadata.empty())
              .withComment("Sequence number of the run that last changed this row."));

  private ProvenanceColumns() {}

  /** The columns as a Spark schema. */
  public static StructType schema() {
    return new StructType(FIELDS.toArray(StructField[]::new));
  }

  /** The schema of a product's table: its contract's, and those of these columns that it has. */
  public static StructType tableSchema(Contract contract) {
    StructType schema = contract.schema();
    for (StructField field : fields(contract)) {
      schema = schema.add(field);
    }
    return schema;
  }

  private static List<StructField> fields(Contract contract) {
    if (contract.isSource()) {
      return FIELDS;
    }
    // Rows from before the contract said so have none.
    return contract.keepsChangedIn()
        ? List.of(
            new StructField(CHANGED_IN, DataTypes.LongType, true, Metadata.empty())
                .withComment("Sequence number of the run that last changed this row."))
        : List.of();
  }

  static List<String> names(Contract contract) {
    return fields(contract).stream().map(StructField::name).toList();
  }
}
