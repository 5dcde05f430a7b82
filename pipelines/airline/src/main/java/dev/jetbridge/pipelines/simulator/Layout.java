package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;

/**
 * How the files of a feed are named and how a record of it looks in the sender's own format, as the
 * contract states it. A record is an array of fields in the order of the contract's columns; empty
 * stands for null.
 */
final class Layout implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A field: its name in the contract and in files, whether JSON writes it bare, its date format.
   */
  private record Field(
      String name, String sourceName, boolean isNumber, boolean isDate, String format)
      implements Serializable {}

  private final String folder;
  private final boolean hasRevisions;
  private final String filePattern;
  private final boolean json;
  private final char delimiter;
  private final char quote;
  private final char escape;
  private final String encoding;
  private final String trailerMarker;
  private final List<Field> fields;
  private final int[] key;
  private final int order;

  private Layout(String folder, SourceFormat format, List<Field> fields, int[] key, int order) {
    this.hasRevisions = format.dataSet().isPresent();
    this.folder = folder;
    this.filePattern = format.filePattern();
    this.json = format.format().equals("json");
    this.delimiter = format.delimiter();
    this.quote = format.quote();
    this.escape = format.escape();
    this.encoding = format.encoding();
    this.trailerMarker = format.trailer().map(SourceFormat.Trailer::marker).orElse("");
    this.fields = new ArrayList<>(fields);
    this.key = key.clone();
    this.order = order;
  }

  /** The layout of a source. */
  static Layout of(Contract contract) {
    List<String> names = contract.columns().stream().map(Column::name).toList();
    SourceFormat source = contract.source().orElseThrow();
    return new Layout(
        source.dataSet().map(id -> "data-exchange/" + id).orElse(contract.id().domain()),
        source,
        contract.columns().stream().map(Layout::field).toList(),
        contract.key().stream().mapToInt(c -> names.indexOf(c.name())).toArray(),
        names.indexOf(contract.change().orderColumn().orElseThrow()));
  }

  /** The layout of a part of the truth: CSV in UTF-8, sorted by its first three columns. */
  static Layout ofTruth(Feed feed) {
    SourceFormat format =
        new SourceFormat(
            "truth",
            feed.title(),
            feed.title() + "_*.csv",
            "csv",
            ',',
            '"',
            '"',
            StandardCharsets.UTF_8.name(),
            SourceFormat.Header.PLAIN,
            Optional.empty(),
            SourceFormat.Companions.NONE,
            false,
            SourceFormat.Drift.REFUSED,
            SourceFormat.Anomalies.DEFAULT,
            SourceFormat.FileVersions.REFUSE,
            Set.of(),
            Map.of());
    List<Field> fields =
        feed.columns().stream().map(name -> new Field(name, name, false, false, "")).toList();
    return new Layout(feed.title(), format, fields, new int[] {0, 1, 2}, 0);
  }

  private static Field field(Column column) {
    return new Field(
        column.name(),
        column.sourceName(),
        column.type() instanceof NumericType,
        column.type() instanceof DateType,
        column.format().orElse(""));
  }

  /** Where its files are, or the folders of its revisions. */
  String folder() {
    return folder;
  }

  /** Such as reservations/bookings_202303.csv; a data set has a folder a revision in between. */
  String path(String label) {
    return folder + (hasRevisions ? "/" + label : "") + "/" + filePattern.replace("*", label);
  }

  /** What the paths of all files of the feed begin with, and no others. */
  String prefix() {
    return folder + "/" + (hasRevisions ? "" : filePattern.substring(0, filePattern.indexOf('*')));
  }

  boolean isJson() {
    return json;
  }

  boolean isGzip() {
    return filePattern.endsWith(".gz");
  }

  Charset charset() {
    return Charset.forName(encoding);
  }

  char delimiter() {
    return delimiter;
  }

  int index(String column) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + column + " in " + folder + "/" + filePattern);
  }

  int orderIndex() {
    return order;
  }

  /** What records of a file are sorted by: the key, then the order column. */
  String sortKey(String[] values) {
    StringBuilder text = new StringBuilder();
    for (int i : key) {
      text.append(values[i]).append(' ');
    }
    return text.append(values[order]).toString();
  }

  /** The first line of a file; empty when the format has none. */
  Optional<String> header() {
    return json
        ? Optional.empty()
        : Optional.of(csv(fields.stream().map(Field::sourceName).toArray(String[]::new)));
  }

  /** The last line of a file that has that many records; empty when the format has none. */
  Optional<String> trailer(long records) {
    return trailerMarker.isEmpty()
        ? Optional.empty()
        : Optional.of(trailerMarker + delimiter + records);
  }

  /** Dates and instants as the sender writes them. */
  String[] inSendersFormat(String[] values) {
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

  /** The record as one line. */
  String line(String[] values) {
    return json ? object(values) : csv(values);
  }

  private String csv(String[] values) {
    StringBuilder line = new StringBuilder(values.length * 12);
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        line.append(delimiter);
      }
      String value = values[i];
      if (value.indexOf(delimiter) < 0 && value.indexOf(quote) < 0) {
        line.append(value);
      } else {
        String escaped = value.replace(String.valueOf(quote), "" + escape + quote);
        line.append(quote).append(escaped).append(quote);
      }
    }
    return line.toString();
  }

  private String object(String[] values) {
    StringBuilder line = new StringBuilder(values.length * 30).append('{');
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      line.append(i == 0 ? "\"" : ",\"").append(field.sourceName()).append("\":");
      if (values[i].isEmpty()) {
        line.append("null");
      } else if (field.isNumber() && isBare(values[i])) {
        line.append(values[i]);
      } else {
        line.append('"').append(values[i]).append('"');
      }
    }
    return line.append('}').toString();
  }

  private static boolean isBare(String value) {
    return value.chars().allMatch(c -> c == '-' || c == '.' || (c >= '0' && c <= '9'));
  }
}
