package dev.jetbridge.pipelines.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.pipelines.servers.UriQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a call of AWS needs to be allowed, told from its request: actions and resources as the
 * Service Authorization Reference lists them for Glue, EventBridge, SageMaker, Step Functions,
 * Secrets Manager and Data Exchange; for S3 see {@link S3Actions}. A request of another service
 * needs the action of its operation on everything.
 */
final class Recognition {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Account account;

  Recognition(Account account) {
    this.account = account;
  }

  /** Empty for a request that nobody signed, such as a download by a signed URL. */
  List<Permission> needs(Request request) {
    return switch (request.service().orElse("")) {
      case "" -> List.of();
      case "s3" -> new S3Actions(account).needs(request);
      case "glue" -> GlueActions.needs(account, operation(request), body(request));
      case "events" -> events(operation(request), body(request));
      case "states" -> states(operation(request), body(request));
      case "sagemaker" -> sageMaker(request);
      case "dataexchange" -> dataExchange(request);
      case "secretsmanager" -> secrets(operation(request), body(request));
      default ->
          List.of(
              new Permission(request.service().get() + ":" + operation(request), Permission.ANY));
    };
  }

  private static String operation(Request request) {
    return request
        .target()
        .or(() -> Optional.ofNullable(form(request).get("Action")))
        .orElse(request.method() + " " + request.uri().getPath());
  }

  private static Map<String, String> form(Request request) {
    String text = new String(request.body(), java.nio.charset.StandardCharsets.UTF_8);
    return text.contains("Action=")
        ? UriQuery.of(java.net.URI.create("http://localhost/?" + text.replaceAll("\\s", "")))
        : Map.of();
  }

  private static JsonNode body(Request request) {
    try {
      JsonNode read = JSON.readTree(request.body());
      return read == null || read.isMissingNode() ? JSON.createObjectNode() : read;
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  private List<Permission> events(String operation, JsonNode body) {
    List<Permission> needs = new ArrayList<>();
    String action = "events:" + operation;
    if (body.has("Entries")) {
      body.get("Entries")
          .forEach(
              entry ->
                  needs.add(
                      new Permission(action, bus(entry.path("EventBusName").asText("default")))));
      return needs.stream().distinct().toList();
    }
    String rule = body.path("Rule").asText(body.path("Name").asText());
    String arn =
        body.has("ResourceARN")
            ? body.get("ResourceARN").asText()
            : rule.isEmpty() ? Permission.ANY : account.arn("events", "rule/" + rule);
    needs.add(new Permission(action, arn));
    passed(body, "RoleArn", "events.amazonaws.com").ifPresent(needs::add);
    body.path("Targets")
        .forEach(t -> passed(t, "RoleArn", "events.amazonaws.com").ifPresent(needs::add));
    tagged(body, "Tags", "events:TagResource", arn).ifPresent(needs::add);
    return needs;
  }

  private String bus(String name) {
    return name.startsWith("arn:") ? name : account.arn("events", "event-bus/" + name);
  }

  private List<Permission> states(String operation, JsonNode body) {
    String arn =
        body.path("stateMachineArn")
            .asText(
                body.path("resourceArn")
                    .asText(account.arn("states", "stateMachine:" + body.path("name").asText())));
    List<Permission> needs = new ArrayList<>(List.of(new Permission("states:" + operation, arn)));
    passed(body, "roleArn", "states.amazonaws.com").ifPresent(needs::add);
    tagged(body, "tags", "states:TagResource", arn).ifPresent(needs::add);
    return needs;
  }

  private List<Permission> sageMaker(Request request) {
    String path = request.uri().getPath();
    if (path.startsWith("/FeatureGroup/")) {
      String operation =
          switch (request.method()) {
            case "PUT" -> "PutRecord";
            case "DELETE" -> "DeleteRecord";
            default -> "GetRecord";
          };
      return List.of(
          new Permission("sagemaker:" + operation, featureGroup(path.split("/", -1)[2])));
    }
    JsonNode body = body(request);
    String group = body.path("FeatureGroupName").asText(body.path("ResourceArn").asText());
    String arn = group.isEmpty() ? Permission.ANY : featureGroup(group);
    List<Permission> needs = new ArrayList<>();
    needs.add(new Permission("sagemaker:" + operation(request), arn));
    passed(body, "RoleArn", "sagemaker.amazonaws.com").ifPresent(needs::add);
    tagged(body, "Tags", "sagemaker:AddTags", arn).ifPresent(needs::add);
    return needs;
  }

  /** Secrets Manager adds six characters to a name in its ARN. */
  private List<Permission> secrets(String operation, JsonNode body) {
    String id = body.path("SecretId").asText(body.path("Name").asText());
    String arn =
        id.isEmpty()
            ? Permission.ANY
            : id.startsWith("arn:")
                ? id
                : account.arn("secretsmanager", "secret:" + id + "-AbCdEf");
    return List.of(new Permission("secretsmanager:" + operation, arn));
  }

  /** SageMaker's ARNs have names in lower case. */
  private String featureGroup(String name) {
    return name.startsWith("arn:")
        ? name
        : account.arn("sagemaker", "feature-group/" + name.toLowerCase(Locale.ROOT));
  }

  private List<Permission> dataExchange(Request request) {
    List<String> path = List.of(request.uri().getPath().replaceFirst("^/v1/", "").split("/", -1));
    String region = request.region().orElse(account.region());
    // Data sets are of the provider: the ARN of an entitled one names no account.
    String owner = path.get(0).equals("jobs") ? account.id() : "";
    UnaryOperator<String> arn =
        resource -> new Account(account.partition(), region, owner).arn("dataexchange", resource);
    String kind = path.get(path.size() % 2 == 1 ? path.size() - 1 : path.size() - 2);
    boolean one = path.size() % 2 == 0;
    String operation =
        switch (kind) {
          case "data-sets" -> one ? "GetDataSet" : "ListDataSets";
          case "revisions" -> one ? "GetRevision" : "ListDataSetRevisions";
          case "assets" -> one ? "GetAsset" : "ListRevisionAssets";
          case "jobs" ->
              switch (request.method()) {
                case "POST" -> "CreateJob";
                case "PATCH" -> "StartJob";
                case "DELETE" -> "CancelJob";
                default -> one ? "GetJob" : "ListJobs";
              };
          default -> request.method() + " " + request.uri().getPath();
        };
    // A list is of what it is below: the data set of revisions, the revision of assets.
    int depth = one ? path.size() : path.size() - 1;
    String resource =
        depth == 0 ? Permission.ANY : arn.apply(String.join("/", path.subList(0, depth)));
    Map<String, String> context =
        operation.equals("CreateJob")
            ? Map.of("dataexchange:JobType", body(request).path("Type").asText())
            : Map.of();
    return List.of(new Permission("dataexchange:" + operation, resource, context));
  }

  /** The right to give a role to a service. */
  static Optional<Permission> passed(JsonNode body, String member, String service) {
    return Optional.ofNullable(body.get(member))
        .map(JsonNode::asText)
        .map(role -> new Permission("iam:PassRole", role, Map.of("iam:PassedToService", service)));
  }

  /** The right to tag what is created with tags. */
  static Optional<Permission> tagged(JsonNode body, String member, String action, String arn) {
    return body.path(member).isEmpty()
        ? Optional.empty()
        : Optional.of(new Permission(action, arn));
  }
}
