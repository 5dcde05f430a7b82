package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.rows.PackedRows;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.pipelines.operations.RecordCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The records a run takes from its files: all of a new file, the rejected ones of a file that is
 * replayed. A record that somebody mended is read as mended.
 */
final class Batch {
  private final RawReader reader;
  private final RowParse parse;
  private final Optional<Rejected> rejected;
  private final Optional<Mended> mended;
  private final SuppressedPeople suppressed;
  private final List<FileCheck> whole = new ArrayList<>();
  private final List<FileCheck> replayed = new ArrayList<>();

  Batch(
      RawReader reader,
      RowParse parse,
      List<FileCheck> readable,
      Optional<Rejected> rejected,
      Optional<Mended> mended,
      SuppressedPeople suppressed) {
    this.suppressed = suppressed;
    this.reader = reader;
    this.parse = parse;
    this.rejected = rejected;
    this.mended = mended;
    readable.forEach(f -> (account(f).isPresent() ? replayed : whole).add(f));
  }

  List<FileCheck> files() {
    List<FileCheck> files = new ArrayList<>(whole);
    files.addAll(replayed);
    return files;
  }

  long bytes() {
    return files().stream().mapToLong(f -> f.file().bytes()).sum();
  }

  private Optional<RecordCounts> account(FileCheck file) {
    return rejected.map(r -> r.accounts().get(file.file().hash()));
  }

  /** How many records are taken from a file. */
  long records(FileCheck file) {
    return account(file).map(RecordCounts::quarantined).orElse(file.records());
  }

  FileAccount account(FileCheck file, RecordCounts counts) {
    return account(file)
        .map(before -> FileAccount.replayed(file, before, counts))
        .orElseGet(() -> FileAccount.ingested(file, counts));
  }

  /** The rows that keep every rule, with the file they come from. */
  Dataset<Row> accepted() {
    return accepted(parse::accepted, parse::acceptedOf);
  }

  /** The same, packed. */
  Dataset<Row> accepted(PackedRows packed) {
    return accepted(raw -> parse.accepted(raw, packed), rows -> parse.acceptedOf(rows, packed));
  }

  private Dataset<Row> accepted(
      UnaryOperator<Dataset<Row>> parsePlain, UnaryOperator<Dataset<Row>> parseLocated) {
    Set<String> mendedFiles = mended.map(Mended::files).orElse(Set.of());
    List<FileCheck> plain = new ArrayList<>();
    List<FileCheck> located = new ArrayList<>();
    whole.forEach(f -> (mendedFiles.contains(f.file().hash()) ? located : plain).add(f));
    located.addAll(replayed);
    Dataset<Row> rows =
        plain.isEmpty() ? null : parsePlain.apply(suppressed.leaveOut(reader.read(plain)));
    if (!located.isEmpty()) {
      Dataset<Row> more = parseLocated.apply(suppressed.leaveOut(located(located)));
      rows = rows == null ? more : rows.unionByName(more);
    }
    return rows;
  }

  /** Pointers to the rows of these files that break a rule. */
  Dataset<Row> rejects(List<FileCheck> files) {
    return parse.rejected(suppressed.leaveOut(located(files)));
  }

  /** How many records of suppressed people these files have, by file. */
  Map<String, Long> suppressed(List<FileCheck> files) {
    return suppressed.counts(located(files));
  }

  private Dataset<Row> located(List<FileCheck> files) {
    Dataset<Row> rows = reader.locate(files);
    if (!replayed.isEmpty()) {
      rows = withoutSettled(rows);
    }
    return mended.isEmpty() ? rows : mended.get().over(rows, reader);
  }

  /** Of a replayed file only what its pointers point to. */
  private Dataset<Row> withoutSettled(Dataset<Row> rows) {
    Dataset<Row> pointers =
        rejected
            .orElseThrow()
            .pointers()
            .select(
                QuarantineColumns.FILE_HASH.column().as("_pointed_file"),
                QuarantineColumns.RECORD_NUMBER.column().as("_pointed_record"));
    Object[] hashes = replayed.stream().map(f -> f.file().hash()).toArray();
    Column pointed =
        rows.col(RawColumns.FILE)
            .equalTo(pointers.col("_pointed_file"))
            .and(rows.col(RawColumns.RECORD).equalTo(pointers.col("_pointed_record")));
    Dataset<Row> open =
        rows.filter(rows.col(RawColumns.FILE).isin(hashes)).join(pointers, pointed, "left_semi");
    return rows.filter(rows.col(RawColumns.FILE).isin(hashes).unary_$bang()).unionByName(open);
  }

  /**
   * Records that somebody mended, the newest version of each.
   *
   * @param rows file_hash, record_number, values: texts by column of the source
   * @param files the files that have any, by hash
   */
  record Mended(Dataset<Row> rows, Set<String> files) {
    private static final String VALUES = "_mended";

    static Mended of(Dataset<Row> rows) {
      Set<String> files =
          rows.select(QuarantineColumns.FILE_HASH.column()).distinct().collectAsList().stream()
              .map(QuarantineColumns.FILE_HASH::of)
              .collect(Collectors.toSet());
      return new Mended(rows, files);
    }

    /** Located rows with the mended texts instead of their own; what was captured stays. */
    Dataset<Row> over(Dataset<Row> located, RawReader reader) {
      Dataset<Row> texts =
          rows.select(
              QuarantineColumns.FILE_HASH.column().as(RawColumns.FILE),
              QuarantineColumns.RECORD_NUMBER.column().as(RawColumns.RECORD),
              col(MendedRecords.VALUES).as(VALUES));
      Dataset<Row> joined =
          located.join(
              texts,
              scala.collection.JavaConverters.asScalaBuffer(
                      List.of(RawColumns.FILE, RawColumns.RECORD))
                  .toSeq(),
              "left_outer");
      StructType schema = located.schema();
      Set<String> kept = Set.of(RawColumns.FILE, RawColumns.RECORD, RawColumns.OFFSET);
      Column is = col(VALUES).isNotNull();
      List<Column> columns = new ArrayList<>();
      for (String name : schema.fieldNames()) {
        Column own = col(name);
        if (kept.contains(name) || reader.captures(name)) {
          columns.add(own);
        } else if (name.equals(RawColumns.CORRUPT) || name.equals(RawColumns.LINE)) {
          columns.add(when(is, lit(null).cast("string")).otherwise(own).as(name));
        } else {
          columns.add(when(is, col(VALUES).getItem(reader.source(name))).otherwise(own).as(name));
        }
      }
      return joined.select(columns.toArray(Column[]::new));
    }
  }
}
