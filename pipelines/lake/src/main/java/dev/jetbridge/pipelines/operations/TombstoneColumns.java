package dev.jetbridge.pipelines.operations;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** The columns of operations.tombstones. */
public final class TombstoneColumns {
  public static final Field<String> KEY_HASH = Field.text("key_hash");
  public static final Field<String> ORDER_VALUE = Field.text("order_value");
  public static final Field<Long> CHANGED_IN = Field.number("changed_in");

  static final List<Field<?>> ALL = RunKey.and(KEY_HASH, ORDER_VALUE, CHANGED_IN);

  private TombstoneColumns() {}

  /** What a deleted row leaves. */
  public static Column[] of(Column keyHash, Column order) {
    return new Column[] {KEY_HASH.as(keyHash), ORDER_VALUE.as(order.cast(DataTypes.StringType))};
  }
}
