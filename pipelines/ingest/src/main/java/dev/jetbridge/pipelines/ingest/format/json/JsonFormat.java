package dev.jetbridge.pipelines.ingest.format.json;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.format.FileFormat;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import java.util.Set;

/** Lines of JSON, one object each. */
public final class JsonFormat implements FileFormat {
  @Override
  public String word() {
    return "json";
  }

  @Override
  public Set<String> properties() {
    return Set.of();
  }

  @Override
  public FormatReader reader(Contract contract) {
    return new JsonReader(contract);
  }
}
