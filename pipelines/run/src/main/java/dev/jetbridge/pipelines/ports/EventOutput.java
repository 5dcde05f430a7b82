package dev.jetbridge.pipelines.ports;

import static org.apache.spark.sql.functions.max_by;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.operations.DeliveryColumns;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Events of EventBridge, one a publication; where there is none, the plan of them. */
public record EventOutput(Workspace workspace) implements Port {
  @Override
  public OutputPort kind() {
    return OutputPort.EVENT;
  }

  @Override
  public Served serve(List<Publication> publications) {
    if (workspace.config().platform() == Config.Platform.LOCAL) {
      String plan = workspace.report().writeJson("event-plan.json", plan(publications));
      return told(
          "Events: platform is local, nothing was sent; the "
              + publications.size()
              + " events are in "
              + plan);
    }
    List<Publication> unsent = unsent(workspace.operations(), publications);
    if (unsent.isEmpty()) {
      return told("Events: nothing new to send");
    }
    Optional<JetbridgeException> failure = Optional.empty();
    List<Publication> taken = List.of();
    try (EventPort port =
        EventPort.connect(
            workspace.awsSettings(),
            workspace.config().aws().eventBus(),
            workspace.config().databases())) {
      taken = port.send(unsent);
    } catch (JetbridgeException e) {
      failure = Optional.of(e);
    }
    note(taken);
    List<Publication> left = new ArrayList<>(unsent);
    left.removeAll(taken);
    JetbridgeException why =
        failure.orElseGet(
            () ->
                new JetbridgeException(
                    FailureKind.EXTERNAL,
                    "EventBridge did not accept "
                        + left.size()
                        + " of "
                        + unsent.size()
                        + " events; the next run sends them"));
    return new Served(
        List.of("Events: " + taken.size() + " sent to " + workspace.config().aws().eventBus()),
        left.stream().map(p -> Unserved.at(kind(), p, why)).toList());
  }

  private static Served told(String what) {
    return new Served(List.of(what), List.of());
  }

  /**
   * Publications that nobody was told of last: after a rollback the one before is told once more.
   */
  static List<Publication> unsent(Operations operations, List<Publication> publications) {
    Map<ProductId, Long> told = new HashMap<>();
    operations
        .read(OperationsTable.DELIVERIES)
        .filter(DeliveryColumns.PORT.is(OutputPort.EVENT.label()))
        .filter(DeliveryColumns.DELIVERED_AT.column().isNotNull())
        .filter(RunKey.PRODUCT.isIn(publications.stream().map(p -> p.contract().id()).toList()))
        .groupBy(RunKey.PRODUCT.column())
        .agg(
            RunKey.SNAPSHOT_ID.as(
                max_by(RunKey.SNAPSHOT_ID.column(), DeliveryColumns.DELIVERED_AT.column())))
        .collectAsList()
        .forEach(r -> told.put(RunKey.PRODUCT.of(r), RunKey.SNAPSHOT_ID.of(r)));
    return publications.stream()
        .filter(p -> !Long.valueOf(p.snapshot()).equals(told.get(p.contract().id())))
        .toList();
  }

  private void note(List<Publication> taken) {
    Instant now = Instant.now();
    List<NewRow> rows =
        taken.stream()
            .map(
                p ->
                    new RunKey(p.snapshot(), p.runId(), p.contract().id())
                        .row(OperationsTable.DELIVERIES)
                        .with(DeliveryColumns.PORT, OutputPort.EVENT.label())
                        .with(DeliveryColumns.DELIVERED_AT, now))
            .toList();
    workspace.operations().append(OperationsTable.DELIVERIES, rows);
  }

  private List<Map<String, Object>> plan(List<Publication> publications) {
    return publications.stream().map(this::planned).toList();
  }

  private Map<String, Object> planned(Publication publication) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("source", EventPort.SOURCE);
    event.put("detail-type", EventPort.DETAIL_TYPE);
    event.put("detail", EventPort.body(publication, workspace.config().databases()));
    return event;
  }

  @Override
  public List<HowToRead> howToRead(Contract contract, UnaryOperator<String> commands) {
    return List.of(
        new HowToRead(
            "EventBridge rule",
            "{\"source\": [\"jetbridge\"], \"detail-type\": [\"Data Product"
                + " Published\"], \"detail\": {\"product\": [\""
                + contract.id()
                + "\"]}}"));
  }
}
