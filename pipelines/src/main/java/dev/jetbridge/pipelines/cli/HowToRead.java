package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.ports.ParquetPort;
import dev.jetbridge.pipelines.ports.PortManifest;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** How each port of a product is read, ready to paste. */
final class HowToRead {
  private final Workspace workspace;
  private final Contract contract;
  private final HomeOptions options;

  HowToRead(Workspace workspace, Contract contract, HomeOptions options) {
    this.workspace = workspace;
    this.options = options;
    this.contract = contract;
  }

  List<List<String>> rows() {
    return contract.ports().stream().map(port -> List.of(port.label(), text(port))).toList();
  }

  private String text(OutputPort port) {
    return switch (port) {
      case TABLE ->
          options.pasteable("jetbridge sql \"select * from " + contract.id() + " limit 20\"");
      case PARQUET -> parquet();
      case EVENT ->
          "EventBridge rule: {\"source\": [\"jetbridge\"], \"detail-type\": [\"Data Product"
              + " Published\"], \"detail\": {\"product\": [\""
              + contract.id()
              + "\"]}}";
      case FEATURE_GROUP ->
          options.pasteable(
              "jetbridge features training-set --labels labels.csv --features '"
                  + contract.id()
                  + ".*' --out training.parquet");
      case WAREHOUSE -> "select * from " + contract.id() + " limit 20; -- in Redshift";
    };
  }

  /** The files of the current version: a glob would mix it with older ones. */
  private String parquet() {
    String folder = new ParquetPort(workspace.lake(), workspace.ports()).folder(contract.id());
    if (folder.contains("://") || !Path.of(folder, PortManifest.CURRENT).toFile().exists()) {
      return folder + "/" + PortManifest.CURRENT + " names the files of the current version";
    }
    return PortManifest.read(Path.of(folder)).files().stream()
        .map(f -> "'" + folder + "/" + f.path() + "'")
        .collect(
            Collectors.joining(", ", "duckdb -c \"select * from read_parquet([", "]) limit 20\""));
  }
}
