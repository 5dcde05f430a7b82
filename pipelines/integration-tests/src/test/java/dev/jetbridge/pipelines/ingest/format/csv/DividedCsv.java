package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import dev.jetbridge.pipelines.ingest.format.text.RecordReader;
import dev.jetbridge.pipelines.ingest.format.text.RecordRows;
import java.util.Iterator;
import java.util.Map;

/** The records of a file of CSV, divided into fields. */
public final class DividedCsv {
  private DividedCsv() {}

  /** How many there are. */
  public static int records(FileCheck check, Contract contract) {
    Map<String, String> options =
        Map.of(
            "maxCharsPerColumn", "-1",
            "maxColumns", Long.toString(check.longest() + 1),
            "inputBufferSize", "16384");
    int width = check.header().size();
    RecordRows.Divider divider = new CsvFields(options, width).begin();
    Iterator<RecordText> records = new RecordReader(check.pieces().get(0), CsvLayout.of(contract));
    int count = 0;
    while (records.hasNext()) {
      divider.divide(records.next(), new Object[width + 1]);
      count++;
    }
    return count;
  }
}
