package dev.jetbridge.pipelines.ports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.registry.AwsFailure;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.DatabasePlace;
import dev.jetbridge.registry.Databases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Tells EventBridge that a product was published: one event a publication, with counts and without
 * rows. EventBridge may deliver it twice, and so may a run that was killed before it noted what it
 * sent: who must not act twice looks at the snapshot. A run that is made again, since another took
 * its rows back, has its old run_id and a new snapshot.
 */
public final class EventPort implements AutoCloseable {
  /** Who tells. */
  public static final String SOURCE = "jetbridge";

  /** What it tells of. */
  public static final String DETAIL_TYPE = "Data Product Published";

  /** What one call takes. */
  private static final int BATCH = 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventBridgeClient client;
  private final String bus;
  private final Databases databases;

  private EventPort(EventBridgeClient client, String bus, Databases databases) {
    this.client = client;
    this.bus = bus;
    this.databases = databases;
  }

  static EventPort connect(AwsSettings settings, String bus, Databases databases) {
    EventBridgeClientBuilder builder =
        EventBridgeClient.builder()
            .region(Region.of(settings.region()))
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    settings.endpoint(AwsService.EVENTBRIDGE).ifPresent(builder::endpointOverride);
    return new EventPort(builder.build(), bus, databases);
  }

  /**
   * The body of an event: product, the database of Glue that has its table and, where that is
   * known, the account of its catalog, contract_version, run_id, snapshot (text), as_of,
   * published_at (ISO 8601), rows and ports.
   */
  static Map<String, Object> body(Publication publication, Databases databases) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("product", publication.contract().id().toString());
    DatabasePlace place = databases.of(publication.contract().id().domain());
    detail.put("database", place.database());
    place.catalogId().ifPresent(id -> detail.put("catalog_id", id));
    detail.put("contract_version", publication.contract().version());
    detail.put("run_id", publication.runId());
    detail.put("snapshot", Long.toString(publication.snapshot()));
    detail.put("as_of", publication.asOf().toString());
    detail.put("published_at", publication.publishedAt().toString());
    detail.put("rows", publication.rows());
    detail.put("ports", publication.contract().ports().stream().map(OutputPort::label).toList());
    return detail;
  }

  static String detail(Publication publication, Databases databases) {
    try {
      return JSON.writeValueAsString(body(publication, databases));
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write an event", e);
    }
  }

  /**
   * Sends an event for each and returns those that EventBridge took.
   *
   * @throws JetbridgeException EXTERNAL or CONFIG when a call fails; those sent before it are lost
   *     to the caller's notes and will be sent again
   */
  List<Publication> send(List<Publication> publications) {
    List<Publication> taken = new ArrayList<>();
    for (int from = 0; from < publications.size(); from += BATCH) {
      List<Publication> batch =
          publications.subList(from, Math.min(publications.size(), from + BATCH));
      taken.addAll(sendBatch(batch));
    }
    return taken;
  }

  private List<Publication> sendBatch(List<Publication> batch) {
    List<PutEventsRequestEntry> entries = new ArrayList<>();
    for (Publication publication : batch) {
      entries.add(
          PutEventsRequestEntry.builder()
              .eventBusName(bus)
              .source(SOURCE)
              .detailType(DETAIL_TYPE)
              .time(publication.publishedAt())
              .detail(detail(publication, databases))
              .build());
    }
    PutEventsResponse response;
    try {
      response = client.putEvents(r -> r.entries(entries));
    } catch (SdkException e) {
      throw AwsFailure.of("Cannot call EventBridge PutEvents on bus " + bus, "events:PutEvents", e);
    }
    List<Publication> taken = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      PutEventsResultEntry result = response.entries().get(i);
      if (result.errorCode() == null) {
        taken.add(batch.get(i));
      }
    }
    return taken;
  }

  @Override
  public void close() {
    client.close();
  }
}
