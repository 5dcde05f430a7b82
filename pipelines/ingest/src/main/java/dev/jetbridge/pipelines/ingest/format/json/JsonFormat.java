package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.FileFormat;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.text.SampleText;
import java.util.Optional;
import java.util.Set;

/** Lines of JSON, one object each. */
public final class JsonFormat implements FileFormat {
  static final String WORD = "json";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Set<String> properties() {
    return Set.of();
  }

  /** Numbers come as they stand in the file, among texts that the contract speaks of. */
  @Override
  public Contract written(Contract contract) {
    return contract.withValues(values -> values.with(values.numbers().withTokens()));
  }

  @Override
  public Optional<Sample> sample(SampleFile file, Optional<Contract> product) {
    return JsonSample.of(file, new SampleText(file), product.map(this::written));
  }

  @Override
  public FormatReader reader(Contract contract) {
    return new JsonReader(contract);
  }
}
