package dev.jetbridge.pipelines.ingest.rows;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.WriteMode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.InterpretedUnsafeProjection$;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection$;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Records of a product of very many columns while they are compared: the columns that decide, and
 * in one binary value the whole record as Spark lays out a row. Equal records are equal bytes, and
 * what is planned has ten columns and not thousands.
 */
public final class PackedRows {
  /** The whole record. */
  public static final String CONTENT = "_content";

  private final StructType content;
  private final List<String> deciding;

  private PackedRows(Contract contract) {
    this.content = contract.schema();
    Set<String> names = new LinkedHashSet<>();
    contract.key().stream().map(Column::name).forEach(names::add);
    contract.change().orderColumn().ifPresent(names::add);
    contract.change().deleteMarker().ifPresent(marker -> names.add(marker.column()));
    this.deciding = List.copyOf(names);
  }

  /** Empty for a product of usual width, and for one whose records are not compared. */
  public static Optional<PackedRows> of(Contract contract) {
    return contract.columns().size() >= RowSteps.WIDE
            && contract.change().writeMode() != WriteMode.APPEND
        ? Optional.of(new PackedRows(contract))
        : Optional.empty();
  }

  /** Rows with the columns that decide, those named, and the record. */
  public RowSteps pack(RowSteps rows, String... more) {
    List<String> kept = new ArrayList<>(deciding);
    kept.addAll(List.of(more));
    return rows.pack(kept, content, CONTENT);
  }

  /** The columns that decide and the record of rows of a table. */
  public Dataset<Row> pack(Dataset<Row> rows, String... more) {
    return pack(RowSteps.over(rows), more).rows();
  }

  /** Rows with these columns: those of the contract out of the record, others as they are. */
  public Dataset<Row> unpack(Dataset<Row> packed, StructType columns) {
    Unpack unpack = new Unpack(packed.schema(), content, columns);
    JavaRDD<InternalRow> rows =
        packed.queryExecution().toRdd().toJavaRDD().mapPartitions(unpack::over);
    return packed.sparkSession().internalCreateDataFrame(rows.rdd(), columns, false);
  }

  /** Rows with the columns of the contract and more that the packed rows have. */
  public Dataset<Row> unpack(Dataset<Row> packed, String... more) {
    StructType columns = content;
    for (String name : more) {
      columns = columns.add(packed.schema().apply(name));
    }
    return unpack(packed, columns);
  }

  /** Where a value is, and of which type. */
  private record Place(int ordinal, DataType type, boolean inRecord) implements Serializable {
    Object of(InternalRow row, InternalRow record) {
      InternalRow holder = inRecord ? record : row;
      return holder.isNullAt(ordinal) ? null : holder.get(ordinal, type);
    }
  }

  private static Place place(StructType schema, String name, boolean inRecord) {
    int ordinal = schema.fieldIndex(name);
    return new Place(ordinal, schema.apply(ordinal).dataType(), inRecord);
  }

  /** Packs the rows of a task. */
  static final class Pack implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Place> kept = new ArrayList<>();
    private final ArrayList<Place> packed = new ArrayList<>();
    private final StructType content;
    private final boolean compiled;

    Pack(StructType schema, StructType kept, StructType content, boolean compiled) {
      this.content = content;
      this.compiled = compiled;
      for (String name : kept.fieldNames()) {
        this.kept.add(place(schema, name, false));
      }
      for (String name : content.fieldNames()) {
        this.packed.add(place(schema, name, false));
      }
    }

    Iterator<InternalRow> over(Iterator<InternalRow> rows) {
      UnsafeProjection layout =
          compiled
              ? UnsafeProjection$.MODULE$.create(content)
              : InterpretedUnsafeProjection$.MODULE$.createProjection(bound(content));
      return RowSteps.mapped(rows, row -> packed(row, layout));
    }

    private static Seq<Expression> bound(StructType columns) {
      List<Expression> values = new ArrayList<>();
      for (StructField column : columns.fields()) {
        values.add(new BoundReference(values.size(), column.dataType(), true));
      }
      return JavaConverters.asScalaBuffer(values).toIndexedSeq();
    }

    private InternalRow packed(InternalRow row, UnsafeProjection layout) {
      Object[] record = new Object[packed.size()];
      for (int i = 0; i < record.length; i++) {
        record[i] = packed.get(i).of(row, null);
      }
      Object[] values = new Object[kept.size() + 1];
      for (int i = 0; i < kept.size(); i++) {
        values[i] = kept.get(i).of(row, null);
      }
      values[kept.size()] = layout.apply(new GenericInternalRow(record)).copy().getBytes();
      return new GenericInternalRow(values);
    }
  }

  /** Unpacks the rows of a task. */
  private static final class Unpack implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Place> places = new ArrayList<>();
    private final int width;
    private final int record;

    Unpack(StructType packed, StructType content, StructType columns) {
      this.width = content.size();
      this.record = packed.fieldIndex(CONTENT);
      Set<String> own = Set.of(content.fieldNames());
      for (StructField column : columns.fields()) {
        boolean inRecord = own.contains(column.name());
        places.add(place(inRecord ? content : packed, column.name(), inRecord));
      }
    }

    Iterator<InternalRow> over(Iterator<InternalRow> rows) {
      UnsafeRow content = new UnsafeRow(width);
      return RowSteps.mapped(
          rows,
          row -> {
            byte[] bytes = row.getBinary(record);
            content.pointTo(bytes, bytes.length);
            Object[] values = new Object[places.size()];
            for (int i = 0; i < values.length; i++) {
              values[i] = places.get(i).of(row, content);
            }
            return new GenericInternalRow(values);
          });
    }
  }
}
