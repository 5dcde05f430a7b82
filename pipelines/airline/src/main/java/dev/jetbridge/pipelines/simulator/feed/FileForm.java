package dev.jetbridge.pipelines.simulator.feed;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;

/**
 * How the files of a feed are named and how a record of it looks in the sender's own format, as the
 * contract states it. A record is an array of fields in the order of the contract's columns; empty
 * stands for null.
 */
public abstract class FileForm implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A field.
   *
   * @param name in the contract
   * @param sourceName in files
   * @param format that of a date or an instant; empty for none
   */
  protected record Field(
      String name, String sourceName, boolean isNumber, boolean isDate, String format)
      implements Serializable {
    static Field of(Column column) {
      return new Field(
          column.name(),
          column.sourceName(),
          column.type() instanceof NumericType,
          column.type() instanceof DateType,
          column.format().orElse(""));
    }
  }

  private final String product;
  private final Placement placement;
  private final String filePattern;
  private final String encoding;
  private final ArrayList<Field> fields;
  private final int[] key;
  private final int order;

  protected FileForm(Contract contract, Function<Contract, Placement> placement) {
    SourceFormat source = contract.source().orElseThrow();
    List<String> names = contract.columns().stream().map(Column::name).toList();
    this.product = contract.id().toString();
    this.placement = placement.apply(contract);
    this.filePattern = source.filePattern();
    this.encoding = source.encoding();
    this.fields = new ArrayList<>(contract.columns().stream().map(Field::of).toList());
    this.key = contract.key().stream().mapToInt(c -> names.indexOf(c.name())).toArray();
    this.order = names.indexOf(contract.change().orderColumn().orElseThrow());
  }

  /** The first line of a file; empty when there is none. */
  public abstract Optional<String> header();

  /** The record as one line. */
  public abstract String line(String[] values);

  /** The last line of a file that has that many records; empty when there is none. */
  public abstract Optional<String> trailer(long records);

  /** The product that its files feed. */
  public final ProductId product() {
    return ProductId.parse(product);
  }

  /** What the truth calls it: the name of the product. */
  public final String source() {
    return product;
  }

  protected final List<Field> fields() {
    return fields;
  }

  /** Where its files are, or the folders of its revisions. */
  public final String folder() {
    return placement.folder();
  }

  /** Such as reservations/bookings_202303.csv. */
  public final String path(String label) {
    return placement.path(label, filePattern.replace("*", label));
  }

  /** What the paths of all files of the feed begin with, and no others. */
  public final String prefix() {
    return placement.prefix(filePattern.substring(0, filePattern.indexOf('*')));
  }

  public final boolean isGzip() {
    return filePattern.endsWith(".gz");
  }

  public final Charset charset() {
    return Charset.forName(encoding);
  }

  public final int index(String column) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + column + " in " + product);
  }

  final int orderIndex() {
    return order;
  }

  /** What records of a file are sorted by: the key, then the order column. */
  final String sortKey(String[] values) {
    StringBuilder text = new StringBuilder();
    for (int i : key) {
      text.append(values[i]).append(' ');
    }
    return text.append(values[order]).toString();
  }

  /** Dates and instants as the sender writes them. */
  public final String[] inSendersFormat(String[] values) {
    String[] formatted = Arrays.copyOf(values, values.length);
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      if (!field.format().isEmpty() && !values[i].isEmpty()) {
        DateTimeFormatter pattern = DateTimeFormatter.ofPattern(field.format(), Locale.ROOT);
        formatted[i] =
            field.isDate()
                ? LocalDate.parse(values[i]).format(pattern)
                : LocalDateTime.ofEpochSecond(UtcTime.seconds(values[i]), 0, ZoneOffset.UTC)
                    .format(pattern);
      }
    }
    return formatted;
  }
}
