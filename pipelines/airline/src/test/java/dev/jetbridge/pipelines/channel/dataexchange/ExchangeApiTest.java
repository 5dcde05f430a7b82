package dev.jetbridge.pipelines.channel.dataexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.pipelines.servers.dataexchange.OfferedRevision;
import dev.jetbridge.registry.AwsService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dataexchange.DataExchangeClient;
import software.amazon.awssdk.services.dataexchange.model.AccessDeniedException;
import software.amazon.awssdk.services.dataexchange.model.AssetEntry;
import software.amazon.awssdk.services.dataexchange.model.AssetType;
import software.amazon.awssdk.services.dataexchange.model.Code;
import software.amazon.awssdk.services.dataexchange.model.ConflictException;
import software.amazon.awssdk.services.dataexchange.model.CreateJobResponse;
import software.amazon.awssdk.services.dataexchange.model.DataSetEntry;
import software.amazon.awssdk.services.dataexchange.model.ExportAssetToSignedUrlResponseDetails;
import software.amazon.awssdk.services.dataexchange.model.GetJobResponse;
import software.amazon.awssdk.services.dataexchange.model.GetRevisionResponse;
import software.amazon.awssdk.services.dataexchange.model.JobError;
import software.amazon.awssdk.services.dataexchange.model.JobErrorResourceTypes;
import software.amazon.awssdk.services.dataexchange.model.Origin;
import software.amazon.awssdk.services.dataexchange.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dataexchange.model.RevisionEntry;
import software.amazon.awssdk.services.dataexchange.model.State;
import software.amazon.awssdk.services.dataexchange.model.Type;
import software.amazon.awssdk.services.dataexchange.model.ValidationException;

/** Our server through the SDK: it reads every field we fill, and we refuse what its model does. */
class ExchangeApiTest {
  private static final String DATA_SET = "aae4c2cd9c9644f793690a1b2c3d4e5f";
  private static final Instant CREATED = Instant.parse("2023-08-28T23:00:00Z");

  @TempDir private Path folder;
  private Provider provider;
  private OfferedRevision revision;
  private DataExchangeClient client;

  @BeforeEach
  void serve() {
    provider = new Provider(folder);
    provider.offer(DATA_SET);
    revision = provider.publish(DATA_SET, "august", CREATED, "rates.csv", "a,b\n1,2\n");
    client =
        DataExchangeClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(
                provider.server().settings().endpoint(AwsService.DATAEXCHANGE).orElseThrow())
            .credentialsProvider(provider.server().credentials())
            .httpClient(new JavaHttp())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    provider.close();
  }

  @Test
  void describesADataSet() {
    DataSetEntry entry = client.listDataSets(r -> r.origin("ENTITLED")).dataSets().get(0);

    assertThat(entry.id()).isEqualTo(DATA_SET);
    assertThat(entry.arn()).endsWith(":data-sets/" + DATA_SET);
    assertThat(entry.name()).isEqualTo("name of " + DATA_SET);
    assertThat(entry.description()).isEqualTo("Test data.");
    assertThat(entry.assetType()).isEqualTo(AssetType.S3_SNAPSHOT);
    assertThat(entry.origin()).isEqualTo(Origin.ENTITLED);
    assertThat(entry.originDetails().productId()).startsWith("prod-");
    assertThat(entry.createdAt()).isEqualTo(Instant.EPOCH);
    assertThat(entry.updatedAt()).isEqualTo(CREATED);
    assertThat(client.listDataSets(r -> r.origin("OWNED")).dataSets()).isEmpty();
  }

  @Test
  void describesARevisionAndItsRevocation() {
    RevisionEntry before =
        client.listDataSetRevisions(r -> r.dataSetId(DATA_SET)).revisions().get(0);
    provider.revoke(revision);
    RevisionEntry after =
        client.listDataSetRevisions(r -> r.dataSetId(DATA_SET)).revisions().get(0);
    GetRevisionResponse alone =
        client.getRevision(r -> r.dataSetId(DATA_SET).revisionId(before.id()));

    assertThat(before.id()).isEqualTo(revision.id()).matches("[a-z0-9]{32}");
    assertThat(before.arn()).endsWith(DATA_SET + "/revisions/" + before.id());
    assertThat(before.dataSetId()).isEqualTo(DATA_SET);
    assertThat(before.comment()).isEqualTo("august");
    assertThat(before.createdAt()).isEqualTo(CREATED);
    assertThat(before.updatedAt()).isEqualTo(CREATED);
    assertThat(before.finalized()).isTrue();
    assertThat(before.revoked()).isFalse();
    assertThat(after.revoked()).isTrue();
    assertThat(after.revocationComment()).isEqualTo("wrong rates");
    assertThat(after.revokedAt()).isAfter(CREATED).isEqualTo(after.updatedAt());
    assertThat(List.of(alone.id(), alone.arn(), alone.dataSetId(), alone.comment()))
        .containsExactly(after.id(), after.arn(), after.dataSetId(), after.comment());
    assertThat(List.of(alone.createdAt(), alone.updatedAt(), alone.revokedAt()))
        .containsExactly(after.createdAt(), after.updatedAt(), after.revokedAt());
    assertThat(alone.finalized()).isTrue();
    assertThat(alone.revoked()).isTrue();
    assertThat(alone.revocationComment()).isEqualTo("wrong rates");
  }

  @Test
  void describesAnAsset() {
    AssetEntry asset = asset();

    assertThat(asset.name()).isEqualTo("rates.csv");
    assertThat(asset.id()).matches("[a-z0-9]{32}");
    assertThat(asset.arn()).endsWith(revision.id() + "/assets/" + asset.id());
    assertThat(asset.dataSetId()).isEqualTo(DATA_SET);
    assertThat(asset.revisionId()).isEqualTo(revision.id());
    assertThat(asset.assetType()).isEqualTo(AssetType.S3_SNAPSHOT);
    assertThat(asset.assetDetails().s3SnapshotAsset().size()).isEqualTo(8.0);
    assertThat(asset.createdAt()).isEqualTo(CREATED);
    assertThat(asset.updatedAt()).isEqualTo(CREATED);
  }

  @Test
  void runsAJobFromWaitingToASignedUrl() throws Exception {
    CreateJobResponse created = create(asset());
    GetJobResponse waiting = client.getJob(r -> r.jobId(created.id()));
    client.startJob(r -> r.jobId(created.id()));
    GetJobResponse running = client.getJob(r -> r.jobId(created.id()));
    GetJobResponse done = client.getJob(r -> r.jobId(created.id()));
    ExportAssetToSignedUrlResponseDetails details = done.details().exportAssetToSignedUrl();

    assertThat(created.state()).isEqualTo(State.WAITING);
    assertThat(created.type()).isEqualTo(Type.EXPORT_ASSET_TO_SIGNED_URL);
    assertThat(created.arn()).endsWith(":jobs/" + created.id());
    assertThat(created.createdAt()).isEqualTo(created.updatedAt());
    assertThat(created.details().exportAssetToSignedUrl().signedUrl()).isNull();
    assertThat(waiting.state()).isEqualTo(State.WAITING);
    assertThat(running.state()).isEqualTo(State.IN_PROGRESS);
    assertThat(done.state()).isEqualTo(State.COMPLETED);
    assertThat(done.id()).isEqualTo(created.id());
    assertThat(done.arn()).isEqualTo(created.arn());
    assertThat(done.type()).isEqualTo(Type.EXPORT_ASSET_TO_SIGNED_URL);
    assertThat(done.createdAt()).isEqualTo(created.createdAt());
    assertThat(done.updatedAt()).isAfterOrEqualTo(done.createdAt());
    assertThat(done.hasErrors()).isFalse();
    assertThat(details.dataSetId()).isEqualTo(DATA_SET);
    assertThat(details.revisionId()).isEqualTo(revision.id());
    assertThat(details.assetId()).isEqualTo(asset().id());
    assertThat(details.signedUrlExpiresAt()).isAfter(Instant.now());
    assertThat(send(HttpRequest.newBuilder(URI.create(details.signedUrl()))).body())
        .isEqualTo("a,b\n1,2\n");
    assertThatThrownBy(() -> client.startJob(r -> r.jobId(created.id())))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("The job was started before: it is COMPLETED");
  }

  @Test
  void endsAJobInErrorWhenItsRevisionIsRevoked() {
    CreateJobResponse created = create(asset());
    client.startJob(r -> r.jobId(created.id()));
    provider.revoke(revision);
    client.getJob(r -> r.jobId(created.id()));
    GetJobResponse failed = client.getJob(r -> r.jobId(created.id()));
    JobError error = failed.errors().get(0);

    assertThat(failed.state()).isEqualTo(State.ERROR);
    assertThat(error.code()).isEqualTo(Code.ACCESS_DENIED_EXCEPTION);
    assertThat(error.message()).isEqualTo("The revision is revoked");
    assertThat(error.resourceType()).isEqualTo(JobErrorResourceTypes.REVISION);
    assertThat(error.resourceId()).isEqualTo(revision.id());
    assertThatThrownBy(() -> create(asset()))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("is revoked");
  }

  @Test
  void knowsOnlyWhatItOffers() {
    String other = "b".repeat(32);

    assertThatThrownBy(() -> client.listDataSetRevisions(r -> r.dataSetId(other)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("No data set " + other);
    assertThatThrownBy(() -> client.getRevision(r -> r.dataSetId(DATA_SET).revisionId(other)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("No revision " + other);
    assertThatThrownBy(() -> client.getJob(r -> r.jobId(other)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("No job " + other);
    assertThatThrownBy(() -> client.listDataSetRevisions(r -> r.dataSetId("short")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("DataSetId must match");
  }

  @Test
  void refusesRequestsThatTheModelDoesNotAllow() throws Exception {
    String ids = "\"DataSetId\":\"%s\",\"RevisionId\":\"%s\"".formatted(DATA_SET, revision.id());
    String asset = ",\"AssetId\":\"" + asset().id() + "\"";

    assertThat(job("{\"Type\":\"EXPORT_ASSET_TO_SIGNED_URL\"}"))
        .contains("Missing required member Details");
    assertThat(job("{\"Details\":{}}")).contains("Missing required member Type");
    assertThat(job("{\"Details\":{},\"Type\":\"EXPORT_ASSET_TO_SIGNED_URL\"}"))
        .contains("Missing required member Details.ExportAssetToSignedUrl");
    assertThat(job("{\"Details\":{},\"Type\":\"EXPORT_EVERYTHING\"}"))
        .contains("Unknown value EXPORT_EVERYTHING of .Type");
    assertThat(job(details("{" + ids + "}"))).contains("Missing required member AssetId");
    assertThat(job(details("{" + ids + asset + ",\"Bucket\":\"b\"}")))
        .contains("Unknown member")
        .contains("Bucket");
    assertThat(job(details("{" + ids + ",\"AssetId\":7}"))).contains("AssetId must be a string");
    assertThat(job(details("[]"))).contains("must be a JSON object");
    assertThat(job("{")).contains("The body is not JSON");
    assertThat(job("{\"Details\":{},\"Type\":\"EXPORT_REVISIONS_TO_S3\"}"))
        .contains("This server makes jobs of type EXPORT_ASSET_TO_SIGNED_URL only");
    assertThat(get("/v1/data-sets?order=name")).contains("Unknown parameter order");
    assertThat(get("/v1/data-sets?origin=MINE")).contains("origin must be one of");
    assertThat(get("/v1/data-sets?maxResults=0")).contains("maxResults must be 1 to 200");
    assertThat(get("/v1/data-sets?maxResults=many")).contains("maxResults must be a whole number");
    assertThat(get("/v1/data-sets?nextToken=x")).contains("nextToken is none of this list");
    assertThat(get("/v1/products")).contains("No operation GET /v1/products");
  }

  @Test
  void refusesRequestsThatAreNotSigned() throws Exception {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(endpoint("/v1/data-sets")));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("not signed for dataexchange");
  }

  private AssetEntry asset() {
    return client
        .listRevisionAssets(r -> r.dataSetId(DATA_SET).revisionId(revision.id()))
        .assets()
        .get(0);
  }

  private CreateJobResponse create(AssetEntry asset) {
    return client.createJob(
        r ->
            r.type(Type.EXPORT_ASSET_TO_SIGNED_URL)
                .details(
                    d ->
                        d.exportAssetToSignedUrl(
                            e ->
                                e.dataSetId(DATA_SET)
                                    .revisionId(revision.id())
                                    .assetId(asset.id()))));
  }

  private static String details(String content) {
    return "{\"Type\":\"EXPORT_ASSET_TO_SIGNED_URL\",\"Details\":{\"ExportAssetToSignedUrl\":"
        + content
        + "}}";
  }

  private String job(String body) throws IOException, InterruptedException {
    return refused(signed("/v1/jobs").POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String get(String path) throws IOException, InterruptedException {
    return refused(signed(path));
  }

  private static String refused(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).isBetween(400, 404);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
        .hasValueSatisfying(shape -> assertThat(shape).endsWith("Exception"));
    return answer.body();
  }

  private HttpRequest.Builder signed(String path) {
    return HttpRequest.newBuilder(endpoint(path))
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=sample/20230831/us-east-1/dataexchange/aws4_request");
  }

  private URI endpoint(String path) {
    return provider
        .server()
        .settings()
        .endpoint(AwsService.DATAEXCHANGE)
        .orElseThrow()
        .resolve(path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
