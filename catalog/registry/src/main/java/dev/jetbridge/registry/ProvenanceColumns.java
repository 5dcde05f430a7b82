package dev.jetbridge.registry;

import dev.jetbridge.contracts.Contract;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that every source-aligned table has besides those of its contract; they follow them.
 * Both are required. They tell from which landed file a row came and which run last changed it.
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

  /** The schema of a product's table: its contract's, and these columns when it is a source. */
  public static StructType tableSchema(Contract contract) {
    StructType schema = contract.schema();
    if (contract.isSource()) {
      for (StructField field : FIELDS) {
        schema = schema.add(field);
      }
    }
    return schema;
  }

  static List<String> names() {
    return FIELDS.stream().map(StructField::name).toList();
  }
}
