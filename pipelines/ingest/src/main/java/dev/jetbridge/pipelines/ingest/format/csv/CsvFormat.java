package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.FileFormat;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.text.SampleText;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records of delimited fields, some of them in quotes. */
public final class CsvFormat implements FileFormat {
  static final String WORD = "csv";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Set<String> properties() {
    return CsvSettings.PROPERTIES;
  }

  @Override
  public List<Finding> findings(Contract contract) {
    return CsvFindings.of(contract);
  }

  /** Takes any text for its own that has records of fields at all, so others are asked before. */
  @Override
  public Optional<Sample> sample(SampleFile file, Optional<Contract> product) {
    return Optional.of(CsvSample.of(file, new SampleText(file), product));
  }

  @Override
  public FormatReader reader(Contract contract) {
    return new CsvReader(contract);
  }
}
