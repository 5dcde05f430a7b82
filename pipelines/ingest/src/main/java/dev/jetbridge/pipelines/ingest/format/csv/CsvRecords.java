package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.text.SampleRecords;

/** The records of a sample; one of several lines is held by how many fields it has. */
final class CsvRecords extends SampleRecords {
  private final char delimiter;
  private int fields;
  private int expected;

  CsvRecords(SampleFile file, CsvDialect dialect) {
    super(file, dialect.layout());
    this.delimiter = dialect.delimiter();
  }

  /** Tells how many fields a record has. */
  void expect(int count) {
    expected = count;
  }

  @Override
  protected void begin() {
    fields = 1;
  }

  @Override
  protected void took(byte b, boolean open) {
    fields += b == delimiter && !open ? 1 : 0;
  }

  @Override
  protected boolean fits() {
    return expected == 0 || fields == expected;
  }
}
