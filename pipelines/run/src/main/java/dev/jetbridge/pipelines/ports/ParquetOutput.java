package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.storage.Removed;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Folders of plain Parquet, see {@link ParquetPort}. */
public record ParquetOutput(Workspace workspace) implements Port {
  @Override
  public OutputPort kind() {
    return OutputPort.PARQUET;
  }

  @Override
  public Served serve(List<Publication> published) {
    List<Unserved> unserved = new ArrayList<>();
    ParquetPort port = new ParquetPort(workspace.lake(), workspace.ports());
    int fresh = 0;
    for (Publication publication : published) {
      try {
        fresh += port.publish(publication) ? 1 : 0;
      } catch (Throwable e) {
        unserved.add(
            Unserved.at(
                kind(),
                publication,
                Failures.logged(e, "serve " + publication.contract().id() + " as Parquet")));
      }
    }
    String done =
        "Parquet: "
            + published.size()
            + " products, "
            + fresh
            + " new versions, in "
            + published.stream()
                .map(p -> workspace.ports().of(p.contract().id()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
    return new Served(List.of(done), unserved);
  }

  @Override
  public Removed tidy(Contract contract, Predicate<Instant> gone, boolean rehearsal) {
    return new ParquetPort(workspace.lake(), workspace.ports())
        .replaced(contract.id())
        .remove(gone, rehearsal);
  }

  /** The files of the current version: a glob would mix it with older ones. */
  @Override
  public List<HowToRead> howToRead(Contract contract, UnaryOperator<String> commands) {
    String folder = new ParquetPort(workspace.lake(), workspace.ports()).folder(contract.id());
    if (folder.contains("://") || !Path.of(folder, PortManifest.CURRENT).toFile().exists()) {
      return List.of(
          new HowToRead(
              "any",
              folder + "/" + PortManifest.CURRENT + " names the files of the current version"));
    }
    return List.of(
        new HowToRead("DuckDB", "duckdb -c \"" + inDuckDb(folder) + "\""),
        new HowToRead(
            "pandas",
            inPython(folder, "pandas", "pandas.concat([pandas.read_parquet(f) for f in files])")),
        new HowToRead("polars", inPython(folder, "polars", "polars.read_parquet(files)")),
        new HowToRead(
            "pyarrow", inPython(folder, "pyarrow.dataset", "pyarrow.dataset.dataset(files)")));
  }

  /** As long as it is, however many files there are, and right for the next version, too. */
  static String inDuckDb(String folder) {
    return ("set variable files = (select list('%1$s/' || file.path)"
            + " from (select unnest(files) as file from read_json('%1$s/%2$s')));"
            + " from read_parquet(getvariable('files')) limit 20")
        .formatted(folder, PortManifest.CURRENT);
  }

  private static String inPython(String folder, String library, String rows) {
    return ("python3 -c \"import json, %2$s; port = '%1$s/';"
            + " files = [port + f['path'] for f in json.load(open(port + '%3$s'))['files']];"
            + " print(%4$s.head(20))\"")
        .formatted(folder, library, PortManifest.CURRENT, rows);
  }
}
