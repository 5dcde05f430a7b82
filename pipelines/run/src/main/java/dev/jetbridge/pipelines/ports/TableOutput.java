package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.iceberg.HasTableOperations;

/** The table itself, which is served by being published. */
public record TableOutput(Workspace workspace) implements Port {
  @Override
  public OutputPort kind() {
    return OutputPort.TABLE;
  }

  @Override
  public boolean serves(Contract contract) {
    return false;
  }

  @Override
  public Served serve(List<Publication> published) {
    return Served.NOTHING;
  }

  @Override
  public List<HowToRead> howToRead(Contract contract, UnaryOperator<String> commands) {
    String rows = "select * from " + contract.id() + " limit 20";
    HowToRead spark = new HowToRead("Spark", commands.apply("jetbridge sql \"" + rows + "\""));
    return workspace.config().platform() == Config.Platform.AWS
        ? List.of(spark, new HowToRead("Athena, Trino", rows))
        : List.of(
            spark,
            new HowToRead("pyiceberg", inPython(contract)),
            new HowToRead("DuckDB", inDuckDb(contract)));
  }

  /** The name of the catalog is a part of the keys of the embedded one. */
  private String inPython(Contract contract) {
    return ("python3 -c \"from pyiceberg.catalog.sql import SqlCatalog;"
            + " print(SqlCatalog('%s', uri='sqlite:///%s').load_table('%s').scan(limit=20)"
            + ".to_pandas())\"")
        .formatted(
            EmbeddedCatalog.NAME, EmbeddedCatalog.file(workspace.home().root()), contract.id());
  }

  /** Nothing in the folder of a table tells DuckDB which version is the current one. */
  private String inDuckDb(Contract contract) {
    HasTableOperations table = (HasTableOperations) workspace.lake().table(contract.id());
    return "duckdb -c \"install iceberg; load iceberg; from iceberg_scan('%s') limit 20\""
        .formatted(table.operations().current().metadataFileLocation().replaceFirst("^file:", ""));
  }
}
