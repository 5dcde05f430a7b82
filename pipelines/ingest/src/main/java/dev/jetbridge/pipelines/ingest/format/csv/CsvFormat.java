package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.format.FileFormat;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import java.util.Set;

/** Records of delimited fields, some of them in quotes. */
public final class CsvFormat implements FileFormat {
  @Override
  public String word() {
    return "csv";
  }

  @Override
  public Set<String> properties() {
    return Set.of(
        "delimiter",
        "quote",
        "escape",
        "trailer",
        "trimBlanks",
        "header",
        "skipLines",
        "trailingEmptyColumn");
  }

  @Override
  public FormatReader reader(Contract contract) {
    return new CsvReader(contract);
  }
}
