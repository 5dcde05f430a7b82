package dev.jetbridge.contracts;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What changes for the readers of a product from what is published to what a contract now says;
 * each change is a sentence that names the column, the old and the new. Additive changes leave
 * every query and every row valid: new optional columns, wider types, nulls allowed, other
 * descriptions. All others break somebody.
 */
public record ContractDiff(List<String> additive, List<String> breaking) {
  public ContractDiff {
    additive = List.copyOf(additive);
    breaking = List.copyOf(breaking);
  }

  /** The changes from one state of a contract to the next. */
  public static ContractDiff between(Contract published, Contract current) {
    List<String> additive = new ArrayList<>();
    List<String> breaking = new ArrayList<>();
    new ColumnDiff(published.schema(), current.schema(), additive, breaking).compare();
    changed("key", names(published.key()), names(current.key()), breaking);
    changed("partitioning", partitions(published), partitions(current), breaking);
    return new ContractDiff(additive, breaking);
  }

  /**
   * The changes from a table to a contract. Columns that tables get beside those of the contract
   * are left out, and so is the partitioning, which a schema does not tell.
   *
   * @param key the key columns of the table, in key order
   */
  public static ContractDiff between(StructType published, List<String> key, Contract current) {
    List<String> additive = new ArrayList<>();
    List<String> breaking = new ArrayList<>();
    new ColumnDiff(published, current.schema(), additive, breaking).compare();
    changed("key", key, names(current.key()), breaking);
    return new ContractDiff(additive, breaking);
  }

  public boolean isBreaking() {
    return !breaking.isEmpty();
  }

  public boolean isEmpty() {
    return additive.isEmpty() && breaking.isEmpty();
  }

  /**
   * Lets additive changes pass.
   *
   * @throws JetbridgeException CONFIG with every change that breaks
   */
  public void refuseBreaking(ProductId product) {
    if (isBreaking()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot change product "
              + product
              + ": its contract breaks what is published in "
              + (breaking.size() == 1 ? "1 place" : breaking.size() + " places")
              + "; undo the changes or publish another product\n  "
              + String.join("\n  ", breaking));
    }
  }

  private static void changed(
      String what, List<String> old, List<String> now, List<String> breaking) {
    if (!old.equals(now)) {
      breaking.add("The " + what + " changes from " + list(old) + " to " + list(now));
    }
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : "(" + String.join(", ", names) + ")";
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  private static List<String> partitions(Contract contract) {
    return contract.partitions().stream()
        .map(c -> c.partition().orElseThrow().transform() + " of " + c.name())
        .toList();
  }
}
