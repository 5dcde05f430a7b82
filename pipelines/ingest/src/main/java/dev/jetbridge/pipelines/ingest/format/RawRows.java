package dev.jetbridge.pipelines.ingest.format;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records of files as rows of texts, the columns by their place, see {@link RawColumns#at}.
 *
 * @param corrupt what is wrong with a record as a whole, a word of the format; null when nothing is
 */
public record RawRows(Dataset<Row> rows, Column corrupt) {}
