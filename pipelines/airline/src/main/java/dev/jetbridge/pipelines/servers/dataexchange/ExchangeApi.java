package dev.jetbridge.pipelines.servers.dataexchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dataexchange.model.CreateJobRequest;
import software.amazon.awssdk.services.dataexchange.model.GetJobRequest;
import software.amazon.awssdk.services.dataexchange.model.GetRevisionRequest;
import software.amazon.awssdk.services.dataexchange.model.GetRevisionResponse;
import software.amazon.awssdk.services.dataexchange.model.ListDataSetRevisionsRequest;
import software.amazon.awssdk.services.dataexchange.model.ListDataSetRevisionsResponse;
import software.amazon.awssdk.services.dataexchange.model.ListDataSetsRequest;
import software.amazon.awssdk.services.dataexchange.model.ListDataSetsResponse;
import software.amazon.awssdk.services.dataexchange.model.ListRevisionAssetsRequest;
import software.amazon.awssdk.services.dataexchange.model.ListRevisionAssetsResponse;
import software.amazon.awssdk.services.dataexchange.model.Origin;
import software.amazon.awssdk.services.dataexchange.model.RevisionEntry;
import software.amazon.awssdk.services.dataexchange.model.StartJobRequest;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The operations that a subscriber needs, as we read the API: requests are read into the SDK's own
 * classes, which refuses what the model does not know, and answers are made of its classes.
 */
final class ExchangeApi {
  /** A page when the caller does not say how long it may be. */
  static final int PAGE = 20;

  static final int MOST_RESULTS = 200;
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{30,40}");
  private static final String SEGMENT = "([^/]+)";

  private final Map<String, OfferedDataSet> dataSets = new LinkedHashMap<>();
  private final Map<String, OfferedRevision> revisions = new ConcurrentHashMap<>();
  private final ExportJobs jobs;
  private final List<Route> routes =
      List.of(
          route(200, "GET", "/v1/data-sets", this::listDataSets),
          route(200, "GET", "/v1/data-sets/DataSetId/revisions", this::listRevisions),
          route(200, "GET", "/v1/data-sets/DataSetId/revisions/RevisionId", this::getRevision),
          route(
              200, "GET", "/v1/data-sets/DataSetId/revisions/RevisionId/assets", this::listAssets),
          route(201, "POST", "/v1/jobs", this::createJob),
          route(202, "PATCH", "/v1/jobs/JobId", this::startJob),
          route(200, "GET", "/v1/jobs/JobId", this::getJob));

  ExchangeApi(List<OfferedDataSet> dataSets, ExportJobs jobs) {
    dataSets.forEach(d -> this.dataSets.put(d.id(), d));
    this.jobs = jobs;
  }

  /**
   * A request.
   *
   * @param parameters those of the path by the names in the route, such as DataSetId
   */
  record Call(Map<String, String> parameters, Map<String, String> query, JsonNode body) {}

  /** An answer without an error. */
  record Answer(int status, JsonNode body) {}

  private record Route(
      int status, String method, Pattern path, List<String> names, Function<Call, SdkPojo> does) {}

  private static Route route(
      int status, String method, String path, Function<Call, SdkPojo> operation) {
    List<String> names =
        Pattern.compile("[A-Z][A-Za-z]+Id").matcher(path).results().map(r -> r.group()).toList();
    String pattern = path.replaceAll("[A-Z][A-Za-z]+Id", Matcher.quoteReplacement(SEGMENT));
    return new Route(status, method, Pattern.compile(pattern), names, operation);
  }

  /**
   * Answers a request.
   *
   * @throws ApiRefusal for every error of the API
   */
  Answer answer(String method, String path, Map<String, String> query, JsonNode body) {
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(path);
      if (route.method().equals(method) && matcher.matches()) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < route.names().size(); i++) {
          parameters.put(
              route.names().get(i), checkedId(route.names().get(i), matcher.group(i + 1)));
        }
        SdkPojo answer = route.does().apply(new Call(parameters, query, body));
        return new Answer(route.status(), ModelWriter.write(answer));
      }
    }
    throw ApiRefusal.unknown("operation", method + " " + path);
  }

  private static String checkedId(String name, String id) {
    if (!ID.matcher(id).matches()) {
      throw ApiRefusal.invalid(name + " must match " + ID);
    }
    return id;
  }

  private SdkPojo listDataSets(Call call) {
    ListDataSetsRequest request =
        read(ListDataSetsRequest.builder(), ListDataSetsRequest.class, call);
    Origin origin = request.origin() == null ? Origin.ENTITLED : Origin.fromValue(request.origin());
    if (origin == Origin.UNKNOWN_TO_SDK_VERSION) {
      throw ApiRefusal.invalid("origin must be one of " + Origin.knownValues());
    }
    List<OfferedDataSet> entitled =
        origin == Origin.OWNED ? List.of() : List.copyOf(dataSets.values());
    Page<OfferedDataSet> page =
        Page.of(entitled, "data-sets", request.maxResults(), request.nextToken());
    return ListDataSetsResponse.builder()
        .dataSets(page.items().stream().map(OfferedDataSet::entry).toList())
        .nextToken(page.next())
        .build();
  }

  private SdkPojo listRevisions(Call call) {
    ListDataSetRevisionsRequest request =
        read(ListDataSetRevisionsRequest.builder(), ListDataSetRevisionsRequest.class, call);
    OfferedDataSet dataSet = dataSet(request.dataSetId());
    Page<OfferedRevision> page =
        Page.of(dataSet.revisions(), dataSet.id(), request.maxResults(), request.nextToken());
    return ListDataSetRevisionsResponse.builder()
        .revisions(page.items().stream().map(OfferedRevision::entry).toList())
        .nextToken(page.next())
        .build();
  }

  private SdkPojo getRevision(Call call) {
    GetRevisionRequest request = read(GetRevisionRequest.builder(), GetRevisionRequest.class, call);
    RevisionEntry entry = revision(request.dataSetId(), request.revisionId()).entry();
    return GetRevisionResponse.builder()
        .arn(entry.arn())
        .dataSetId(entry.dataSetId())
        .id(entry.id())
        .comment(entry.comment())
        .createdAt(entry.createdAt())
        .updatedAt(entry.updatedAt())
        .finalized(entry.finalized())
        .revoked(entry.revoked())
        .revokedAt(entry.revokedAt())
        .revocationComment(entry.revocationComment())
        .build();
  }

  private SdkPojo listAssets(Call call) {
    ListRevisionAssetsRequest request =
        read(ListRevisionAssetsRequest.builder(), ListRevisionAssetsRequest.class, call);
    OfferedRevision revision = revision(request.dataSetId(), request.revisionId());
    var page = Page.of(revision.files(), revision.id(), request.maxResults(), request.nextToken());
    return ListRevisionAssetsResponse.builder()
        .assets(page.items().stream().map(revision::asset).toList())
        .nextToken(page.next())
        .build();
  }

  private SdkPojo createJob(Call call) {
    CreateJobRequest request = read(CreateJobRequest.builder(), CreateJobRequest.class, call);
    return jobs.create(request, this::revision);
  }

  private SdkPojo startJob(Call call) {
    return jobs.start(read(StartJobRequest.builder(), StartJobRequest.class, call).jobId());
  }

  private SdkPojo getJob(Call call) {
    return jobs.get(read(GetJobRequest.builder(), GetJobRequest.class, call).jobId());
  }

  private static <T> T read(Buildable builder, Class<T> type, Call call) {
    return ModelReader.read(builder, type, call.parameters(), call.query(), call.body());
  }

  private OfferedDataSet dataSet(String id) {
    OfferedDataSet dataSet = dataSets.get(id);
    if (dataSet == null) {
      throw ApiRefusal.unknown("data set", id);
    }
    return dataSet;
  }

  /** To find one of thousands by its id, all have to be gone through: once. */
  private OfferedRevision revision(String dataSet, String id) {
    OfferedDataSet asked = dataSet(dataSet);
    String key = dataSet + "/" + id;
    if (!revisions.containsKey(key)) {
      asked.revisions().forEach(r -> revisions.put(dataSet + "/" + r.id(), r));
    }
    return Optional.ofNullable(revisions.get(key))
        .filter(r -> !r.files().isEmpty())
        .orElseThrow(() -> ApiRefusal.unknown("revision", id));
  }

  /** Some items of a list, and where it goes on; null at its end. */
  private record Page<T>(List<T> items, String next) {
    static <T> Page<T> of(List<T> all, String list, Integer most, String token) {
      if (most != null && (most < 1 || most > MOST_RESULTS)) {
        throw ApiRefusal.invalid("maxResults must be 1 to " + MOST_RESULTS);
      }
      int from = token == null ? 0 : offset(list, token);
      int to = Math.min(all.size(), from + (most == null ? PAGE : most));
      return new Page<>(
          all.subList(Math.min(from, to), to), to == all.size() ? null : token(list, to));
    }

    private static String token(String list, int offset) {
      return Base64.getUrlEncoder()
          .encodeToString((list + " " + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static int offset(String list, String token) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        if (text.startsWith(list + " ")) {
          return Integer.parseInt(text.substring(list.length() + 1));
        }
      } catch (IllegalArgumentException e) {
        // Falls through to the same refusal.
      }
      throw ApiRefusal.invalid("nextToken is none of this list");
    }
  }
}
