package dev.jetbridge.pipelines.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.pipelines.ingest.RejectedRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rejected rows as a CSV file (UTF-8, comma, header) that a person can mend: {@code _file}, {@code
 * _record}, {@code _reason}, {@code _line} (the record as it came, when it has no columns), then
 * the columns of the source. An empty field is a missing value.
 */
public final class MendableFile {
  private static final List<String> LEADING = List.of("_file", "_record", "_reason", "_line");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Contract contract;
  private final List<String> columns;

  public MendableFile(Contract contract) {
    this.contract = contract;
    this.columns = contract.columns().stream().map(Column::sourceName).toList();
  }

  /**
   * Writes rows, readable for their owner only; returns how many.
   *
   * @param rows as {@link RejectedRows#read} gives them, read one partition after the other
   * @throws JetbridgeException CONFIG when the file is there already, EXTERNAL when it cannot be
   *     written
   */
  public long write(Dataset<Row> rows, Path file) {
    if (Files.exists(file)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot export to " + file + ": it exists already; name another file or remove it");
    }
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      return write(rows, new OutputStreamWriter(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot export to " + file + ": " + e.getClass().getSimpleName(),
          e);
    }
  }

  private long write(Dataset<Row> rows, Writer out) {
    CsvWriter writer = new CsvWriter(out, new CsvWriterSettings());
    List<String> header = new ArrayList<>(LEADING);
    header.addAll(columns);
    writer.writeHeaders(header);
    long count = 0;
    Iterator<Row> iterator = rows.toLocalIterator();
    while (iterator.hasNext()) {
      Row row = iterator.next();
      List<Object> cells = new ArrayList<>();
      cells.add(row.getAs("file_hash"));
      cells.add(row.getAs("record_number"));
      String column = row.getAs("column_name");
      cells.add((column.isEmpty() ? "" : column + " ") + row.getAs("reason"));
      cells.add(row.getAs(RejectedRows.LINE));
      columns.forEach(c -> cells.add(row.getAs(c)));
      writer.writeRow(cells);
      count++;
    }
    writer.close();
    return count;
  }

  /**
   * Reads mended rows as lines for landing, one JSON object a record: file_hash, record_number,
   * mended_at, values.
   *
   * @param open the records that are in quarantine, see {@link Quarantine#open}
   * @param mendedAt which of two versions of a record is the newer one
   * @throws JetbridgeException CONFIG when the file is not one that was exported, or names a record
   *     that is not in quarantine; with the line
   */
  public byte[] read(Path file, Set<String> open, Instant mendedAt) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(20480);
    settings.setLineSeparatorDetectionEnabled(true);
    CsvParser parser = new CsvParser(settings);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      parser.beginParsing(in);
      List<String> header = header(file, parser.parseNext());
      String[] row;
      while ((row = parser.parseNext()) != null) {
        lines.write(line(file, header, row, open, mendedAt, parser.getContext().currentLine()));
        lines.write('\n');
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read mended rows from " + file + ": " + e.getClass().getSimpleName(),
          e);
    }
    if (lines.size() == 0) {
      throw fault(file, "it has no rows");
    }
    return lines.toByteArray();
  }

  private byte[] line(
      Path file, List<String> header, String[] row, Set<String> open, Instant mendedAt, long line)
      throws IOException {
    if (row.length != header.size()) {
      throw fault(
          file, "line " + line + " has " + row.length + " fields, the header " + header.size());
    }
    String hash = row[header.indexOf("_file")];
    String record = row[header.indexOf("_record")];
    if (!open.contains(hash + ":" + record)) {
      throw fault(
          file,
          "line "
              + line
              + " names record "
              + record
              + " of file "
              + hash
              + ", which is not in quarantine; jetbridge quarantine export writes those that are");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String column : columns) {
      if (header.contains(column)) {
        values.put(column, row[header.indexOf(column)]);
      }
    }
    Map<String, Object> mended = new LinkedHashMap<>();
    mended.put("file_hash", hash);
    mended.put("record_number", Long.parseLong(record));
    mended.put("mended_at", mendedAt.toString());
    mended.put("values", values);
    return JSON.writeValueAsBytes(mended);
  }

  private List<String> header(Path file, String[] first) {
    if (first == null) {
      throw fault(file, "it is empty");
    }
    List<String> header = Arrays.asList(first);
    for (String needed : List.of("_file", "_record")) {
      if (!header.contains(needed)) {
        throw fault(file, "it has no column " + needed + ", which says what was mended");
      }
    }
    for (String name : header) {
      if (!LEADING.contains(name) && !columns.contains(name)) {
        throw fault(
            file,
            "column "
                + name
                + " is not one of "
                + contract.id()
                + NearestName.of(name, columns).map(n -> "; did you mean " + n + "?").orElse(""));
      }
    }
    return header;
  }

  private static JetbridgeException fault(Path file, String reason) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Cannot use mended rows of " + file + ": " + reason);
  }
}
