package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.contracts.value.TextValue;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/** Reads the files of one product, as its contract says that they look. It goes to executors. */
public interface FormatReader extends Serializable {
  /** Begins to judge a file. */
  FileJudge judge();

  /**
   * What may be wrong with a record as a whole, by the word that rows have for it; the first one of
   * a record is its reason.
   */
  Map<String, Reject> recordRejects();

  /** The names of the columns that are read from a file, by place; empty for one without a name. */
  List<String> fields(FileCheck file);

  /** Every record of files that have the same columns by the same places. */
  default RawRows read(SparkSession spark, List<FileCheck> alike) {
    return locate(spark, alike);
  }

  /**
   * The same with the columns of their place beside them: {@link RawColumns#FILE}, {@link
   * RawColumns#RECORD}, {@link RawColumns#OFFSET} and {@link RawColumns#LINE}.
   */
  RawRows locate(SparkSession spark, List<FileCheck> alike);

  /** The records of a piece of a file, in their order. */
  Iterator<RecordText> records(FileCheck.Piece piece);

  /**
   * Values of a column, as far as records have it.
   *
   * @param column its name in the file
   */
  List<String> values(List<String> records, FileCheck file, String column);

  /** A value as the contract takes it, such as without the blanks around it. */
  default Column value(Column raw) {
    return raw;
  }

  /** How values of a type are told of that are none; see {@link #value}. */
  default TextValue told(TextValue type) {
    return type;
  }
}
