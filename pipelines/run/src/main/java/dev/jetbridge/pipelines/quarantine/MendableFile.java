package dev.jetbridge.pipelines.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.pipelines.ingest.MendedRecords;
import dev.jetbridge.pipelines.ingest.RejectedRows;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rejected rows as a CSV file (UTF-8, comma, header) that a person can mend: {@code _file}, {@code
 * _record}, {@code _reason}, {@code _line} (the record as it came, when it has no columns), each
 * with one underscore more where the source has such a column, then the columns of the source. A
 * field keeps what came to the last blank: an empty field is a missing value, a quoted empty one an
 * empty text.
 */
public final class MendableFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_HEADER = 1 << 16;

  private final Contract contract;
  private final List<String> columns;
  private final String fileName;
  private final String recordName;
  private final String reasonName;
  private final String lineName;

  public MendableFile(Contract contract) {
    this.contract = contract;
    this.columns = contract.fileColumns().stream().map(Column::sourceName).toList();
    this.fileName = free("_file");
    this.recordName = free("_record");
    this.reasonName = free("_reason");
    this.lineName = free("_line");
  }

  private String free(String name) {
    return columns.contains(name) ? free("_" + name) : name;
  }

  private List<String> leading() {
    return List.of(fileName, recordName, reasonName, lineName);
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

  private long write(Dataset<Row> rows, Writer out) throws IOException {
    List<String> header = new ArrayList<>(leading());
    header.addAll(columns);
    out.write(CsvText.line(header));
    long count = 0;
    Iterator<Row> iterator = rows.toLocalIterator();
    while (iterator.hasNext()) {
      Row row = iterator.next();
      List<String> cells = new ArrayList<>();
      cells.add(QuarantineColumns.FILE_HASH.of(row));
      cells.add(QuarantineColumns.RECORD_NUMBER.of(row).toString());
      String column = QuarantineColumns.COLUMN_NAME.of(row);
      cells.add((column.isEmpty() ? "" : column + " ") + QuarantineColumns.REASON.of(row));
      cells.add(row.getAs(RejectedRows.LINE));
      Map<String, String> values = RejectedRows.values(row);
      columns.forEach(c -> cells.add(values.get(c)));
      out.write(CsvText.line(cells));
      count++;
    }
    out.close();
    return count;
  }

  /**
   * The rejected rows as they would be exported, by file hash, colon, record number: what was not
   * mended is told from what was, whatever an editor does to a file.
   *
   * @param rows as {@link RejectedRows#read} gives them
   */
  public Map<String, Original> originals(Dataset<Row> rows) {
    Map<String, Original> originals = new HashMap<>();
    Iterator<Row> iterator = rows.toLocalIterator();
    while (iterator.hasNext()) {
      Row row = iterator.next();
      originals.put(
          QuarantineColumns.FILE_HASH.of(row) + ":" + QuarantineColumns.RECORD_NUMBER.of(row),
          new Original(row.getAs(RejectedRows.LINE), RejectedRows.values(row)));
    }
    return originals;
  }

  /**
   * A rejected row.
   *
   * @param line as it came, when it has no columns; else null
   * @param values by column of the source; null for none
   */
  public record Original(String line, Map<String, String> values) {}

  /**
   * Reads mended rows as lines for landing, one JSON object a record: file_hash, record_number,
   * mended_at, values. A row of which nothing was changed is left out: it is not mended, and is
   * judged as it came.
   *
   * @param open the records that are in quarantine, see {@link #originals}
   * @param mendedAt which of two versions of a record is the newer one
   * @throws JetbridgeException CONFIG when the file is not one that was exported, or names a record
   *     that is not in quarantine; with the line
   */
  public byte[] read(Path file, Map<String, Original> open, Instant mendedAt) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    long rows = 0;
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      CsvText csv = new CsvText(in, delimiter(in));
      List<String> header = header(file, csv.record());
      List<String> row;
      while ((row = csv.record()) != null) {
        lines.write(line(file, header, row, open, mendedAt, csv.line()));
        rows++;
      }
    } catch (CharacterCodingException e) {
      throw fault(file, "it is not in UTF-8; save it as CSV in UTF-8");
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read corrected rows from "
              + file
              + ": "
              + (e instanceof NoSuchFileException ? "there is no such file" : e.getMessage()),
          e);
    }
    if (rows == 0) {
      throw fault(file, "it has no rows");
    }
    return lines.toByteArray();
  }

  /** Programs that show tables put a mark in front, and other delimiters in some countries. */
  private static char delimiter(BufferedReader in) throws IOException {
    in.mark(1);
    if (in.read() != '\uFEFF') {
      in.reset();
    }
    in.mark(LONGEST_HEADER);
    char[] head = new char[LONGEST_HEADER];
    int length = Math.max(0, in.read(head, 0, head.length));
    in.reset();
    String first = new String(head, 0, length).lines().findFirst().orElse("").replace("\"", "");
    for (char candidate : new char[] {';', '\t'}) {
      if (first.contains("_file" + candidate)
          || first.contains(candidate + "_file")
          || first.contains("_record" + candidate)) {
        return candidate;
      }
    }
    return ',';
  }

  private byte[] line(
      Path file,
      List<String> header,
      List<String> row,
      Map<String, Original> open,
      Instant mendedAt,
      long line)
      throws IOException {
    if (row.size() != header.size()) {
      throw fault(
          file, "line " + line + " has " + row.size() + " fields, the header " + header.size());
    }
    String hash = row.get(header.indexOf(fileName));
    String record = row.get(header.indexOf(recordName));
    Original original = open.get(hash + ":" + record);
    if (original == null) {
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
    boolean filled = false;
    for (String column : columns) {
      if (header.contains(column)) {
        String given = row.get(header.indexOf(column));
        filled |= given != null && !given.isEmpty();
        values.put(column, kept(original.values().get(column), given));
      }
    }
    if (original.line() != null && !filled) {
      if (header.contains(lineName) && !alike(original.line(), row.get(header.indexOf(lineName)))) {
        throw fault(
            file,
            "line "
                + line
                + " changes "
                + lineName
                + ", which only shows what came; write the values into the columns");
      }
      return new byte[0];
    }
    if (values.entrySet().stream()
        .allMatch(v -> Objects.equals(v.getValue(), original.values().get(v.getKey())))) {
      // As it came it has more faults than its columns show, such as a field too many.
      return new byte[0];
    }
    Map<String, Object> mended = new LinkedHashMap<>();
    mended.put(QuarantineColumns.FILE_HASH.name(), hash);
    mended.put(QuarantineColumns.RECORD_NUMBER.name(), Long.parseLong(record));
    mended.put(MendedRecords.MENDED_AT, mendedAt.toString());
    mended.put(MendedRecords.VALUES, values);
    byte[] json = JSON.writeValueAsBytes(mended);
    byte[] whole = Arrays.copyOf(json, json.length + 1);
    whole[json.length] = '\n';
    return whole;
  }

  /** What came, where an editor changed no more than how it writes it; else what is given. */
  private static String kept(String original, String given) {
    return alike(original, given) ? original : given;
  }

  private static boolean alike(String original, String given) {
    return lines(original).equals(lines(given));
  }

  /** No text and an empty one look the same, and so do the ends of lines. */
  private static String lines(String text) {
    return text == null ? "" : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private List<String> header(Path file, List<String> header) {
    if (header == null) {
      throw fault(file, "it is empty");
    }
    for (String needed : List.of(fileName, recordName)) {
      if (!header.contains(needed)) {
        throw fault(
            file, "it has no column " + needed + ", which says which record a row corrects");
      }
    }
    for (String name : header) {
      if (!leading().contains(name) && !columns.contains(name)) {
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
        FailureKind.CONFIG, "Cannot use corrected rows of " + file + ": " + reason);
  }
}
