package dev.jetbridge.pipelines.ingest.format;

/** The columns that rows have beside those of their file, see {@link FormatReader#locate}. */
public final class RawColumns {
  /** What is wrong with the record as a whole, a word of the format; null when nothing is. */
  public static final String CORRUPT = "_corrupt";

  /** The hash of the file. */
  public static final String FILE = "source_file";

  /** The number of the record in it, from 1. */
  public static final String RECORD = "_record";

  /** Where the record begins, in bytes. */
  public static final String OFFSET = "_offset";

  /** The record as it came. */
  public static final String LINE = "_line";

  private RawColumns() {}

  /**
   * The column of a place, from 0: columns of files go by place, so that no name needs to be one
   * that Spark takes, or tells from others.
   */
  public static String at(int place) {
    return "_" + place;
  }
}
