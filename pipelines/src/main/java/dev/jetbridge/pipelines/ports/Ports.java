package dev.jetbridge.pipelines.ports;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Serves what is published through the ports of the contracts. Serving converges: what is served
 * already is left alone, what a killed run left is made up for.
 */
public final class Ports {
  private final Workspace workspace;
  private final List<JetbridgeException> failures = new ArrayList<>();

  public Ports(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * What a step did, in words, and what could not be served.
   *
   * @param failures one a product and port; the others were served
   */
  public record Served(List<String> lines, List<JetbridgeException> failures) {
    public Served {
      lines = List.copyOf(lines);
      failures = List.copyOf(failures);
    }

    /** This step and the next. */
    public Served and(Served next) {
      return new Served(
          Stream.concat(lines.stream(), next.lines().stream()).toList(),
          Stream.concat(failures.stream(), next.failures().stream()).toList());
    }
  }

  /** Serves every published product of these. */
  public Served serve(Collection<Contract> contracts) {
    List<Publication> published = contracts.stream().flatMap(c -> published(c).stream()).toList();
    List<String> lines = new ArrayList<>();
    step("Parquet", with(OutputPort.PARQUET, published), this::parquet, lines);
    step("Feature groups", with(OutputPort.FEATURE_GROUP, published), this::featureGroups, lines);
    step("Events", with(OutputPort.EVENT, published), this::events, lines);
    return new Served(lines, failures);
  }

  /**
   * A port is opened when there is something to serve; one that fails as a whole leaves the others
   * and the run as they are.
   */
  private void step(
      String port,
      List<Publication> publications,
      Function<List<Publication>, String> step,
      List<String> lines) {
    if (publications.isEmpty()) {
      return;
    }
    try {
      lines.add(step.apply(publications));
    } catch (Throwable e) {
      failures.add(Failures.logged(e, "serve products: " + port));
      lines.add(port + ": failed, see below");
    }
  }

  private Optional<Publication> published(Contract contract) {
    try {
      return Publication.of(workspace.lake(), contract);
    } catch (Throwable e) {
      failures.add(Failures.logged(e, "serve " + contract.id()));
      return Optional.empty();
    }
  }

  private static List<Publication> with(OutputPort port, List<Publication> published) {
    return published.stream().filter(p -> p.contract().ports().contains(port)).toList();
  }

  private String parquet(List<Publication> publications) {
    ParquetPort port = new ParquetPort(workspace.lake(), workspace.ports());
    int fresh = 0;
    for (Publication publication : publications) {
      try {
        fresh += port.publish(publication) ? 1 : 0;
      } catch (Throwable e) {
        failures.add(Failures.logged(e, "serve " + publication.contract().id() + " as Parquet"));
      }
    }
    return "Parquet: "
        + publications.size()
        + " products, "
        + fresh
        + " new versions, in "
        + workspace.ports();
  }

  private String featureGroups(List<Publication> publications) {
    try (FeatureGroupPort port = FeatureGroupPort.open(workspace)) {
      for (Publication publication : publications) {
        Contract contract = publication.contract();
        try {
          port.serve(contract);
        } catch (Throwable e) {
          failures.add(Failures.logged(e, "serve " + contract.id() + " as a feature group"));
        }
      }
      return port.conclude();
    } catch (JetbridgeException e) {
      failures.add(e);
      return "Feature groups: none served";
    }
  }

  private String events(List<Publication> publications) {
    if (workspace.config().platform() == Config.Platform.LOCAL) {
      Path plan = workspace.home().report().resolve("event-plan.json");
      write(plan, publications);
      return "Events: platform is local, nothing was sent; the "
          + publications.size()
          + " events are in "
          + plan;
    }
    List<Publication> unsent = unsent(publications);
    if (unsent.isEmpty()) {
      return "Events: nothing new to tell";
    }
    List<Publication> taken = List.of();
    try (EventPort port =
        EventPort.connect(workspace.awsSettings(), workspace.config().aws().eventBus())) {
      taken = port.send(unsent);
    } catch (JetbridgeException e) {
      failures.add(e);
    }
    note(taken);
    if (failures.isEmpty() && taken.size() < unsent.size()) {
      failures.add(
          new JetbridgeException(
              FailureKind.EXTERNAL,
              "EventBridge did not take "
                  + (unsent.size() - taken.size())
                  + " of "
                  + unsent.size()
                  + " events; the next run sends them"));
    }
    return "Events: " + taken.size() + " sent to " + workspace.config().aws().eventBus();
  }

  private List<Publication> unsent(List<Publication> publications) {
    Set<Long> sent =
        workspace
            .operations()
            .read(OperationsTable.DELIVERIES)
            .filter(col("port").equalTo(OutputPort.EVENT.label()))
            .filter(
                col("snapshot_id").isin(publications.stream().map(Publication::snapshot).toArray()))
            .select("snapshot_id")
            .collectAsList()
            .stream()
            .map(r -> r.getLong(0))
            .collect(Collectors.toSet());
    return publications.stream().filter(p -> !sent.contains(p.snapshot())).toList();
  }

  private void note(List<Publication> taken) {
    Timestamp now = Timestamp.from(Instant.now());
    List<Row> rows = new ArrayList<>();
    for (Publication publication : taken) {
      rows.add(
          RowFactory.create(
              publication.snapshot(),
              publication.runId(),
              publication.contract().id().toString(),
              OutputPort.EVENT.label(),
              now));
    }
    workspace.operations().append(OperationsTable.DELIVERIES, rows);
  }

  private static void write(Path plan, List<Publication> publications) {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    try {
      ArrayNode events = json.createArrayNode();
      for (Publication publication : publications) {
        events
            .addObject()
            .put("source", EventPort.SOURCE)
            .put("detail-type", EventPort.DETAIL_TYPE)
            .set("detail", json.readTree(EventPort.detail(publication)));
      }
      Files.createDirectories(plan.getParent());
      json.writeValue(plan.toFile(), events);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write " + plan + ": " + e.getMessage(), e);
    }
  }
}
