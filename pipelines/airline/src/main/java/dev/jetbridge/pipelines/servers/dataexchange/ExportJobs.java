package dev.jetbridge.pipelines.servers.dataexchange;

import static dev.jetbridge.pipelines.servers.dataexchange.ModelReader.required;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dataexchange.model.Code;
import software.amazon.awssdk.services.dataexchange.model.CreateJobRequest;
import software.amazon.awssdk.services.dataexchange.model.CreateJobResponse;
import software.amazon.awssdk.services.dataexchange.model.ExportAssetToSignedUrlRequestDetails;
import software.amazon.awssdk.services.dataexchange.model.GetJobResponse;
import software.amazon.awssdk.services.dataexchange.model.JobError;
import software.amazon.awssdk.services.dataexchange.model.JobErrorResourceTypes;
import software.amazon.awssdk.services.dataexchange.model.ResponseDetails;
import software.amazon.awssdk.services.dataexchange.model.StartJobResponse;
import software.amazon.awssdk.services.dataexchange.model.State;
import software.amazon.awssdk.services.dataexchange.model.Type;

/**
 * The jobs of our server: EXPORT_ASSET_TO_SIGNED_URL only. A job waits until it is started, is in
 * progress for one look at it, and ends COMPLETED with a URL that is good for a minute, or in ERROR
 * when its revision is withdrawn meanwhile. No more are in progress at once than an account may
 * have.
 */
final class ExportJobs {
  private static final Duration URL_LIFE = Duration.ofMinutes(1);

  /** Concurrent in progress jobs to export assets to a signed URL, as AWS lists it. */
  private static final int MOST_IN_PROGRESS = 10;

  private final AtomicInteger inProgress = new AtomicInteger();

  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Map<String, Signed> signed = new ConcurrentHashMap<>();
  private final BiFunction<String, String, URI> address;

  /**
   * @param address gives the URL of a download from its token and the name of the asset
   */
  ExportJobs(BiFunction<String, String, URI> address) {
    this.address = address;
  }

  private static final class Job {
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final Instant created = Instant.now();
    private final ExportAssetToSignedUrlRequestDetails asked;
    private final OfferedRevision revision;
    private final Path file;
    private State state = State.WAITING;
    private boolean seen;
    private URI url;
    private Instant expires;

    Job(ExportAssetToSignedUrlRequestDetails asked, OfferedRevision revision, Path file) {
      this.asked = asked;
      this.revision = revision;
      this.file = file;
    }

    private ResponseDetails details() {
      return ResponseDetails.builder()
          .exportAssetToSignedUrl(
              d ->
                  d.assetId(asked.assetId())
                      .dataSetId(asked.dataSetId())
                      .revisionId(asked.revisionId())
                      .signedUrl(url == null ? null : url.toString())
                      .signedUrlExpiresAt(expires))
          .build();
    }

    private String arn() {
      return "arn:aws:dataexchange:us-east-1::jobs/" + id;
    }
  }

  private record Signed(OfferedRevision revision, Path file, Instant expires) {}

  CreateJobResponse create(
      CreateJobRequest request, BiFunction<String, String, OfferedRevision> revisions) {
    required(request.type(), "Type");
    if (request.type() != Type.EXPORT_ASSET_TO_SIGNED_URL) {
      throw ApiRefusal.invalid("This server makes jobs of type EXPORT_ASSET_TO_SIGNED_URL only");
    }
    ExportAssetToSignedUrlRequestDetails asked =
        required(
            required(request.details(), "Details").exportAssetToSignedUrl(),
            "Details.ExportAssetToSignedUrl");
    required(asked.dataSetId(), "DataSetId");
    required(asked.revisionId(), "RevisionId");
    required(asked.assetId(), "AssetId");
    OfferedRevision revision = revisions.apply(asked.dataSetId(), asked.revisionId());
    refuseRevoked(revision);
    Path file =
        revision
            .file(asked.assetId())
            .orElseThrow(() -> ApiRefusal.unknown("asset", asked.assetId()));
    Job job = new Job(asked, revision, file);
    jobs.put(job.id, job);
    return CreateJobResponse.builder()
        .arn(job.arn())
        .id(job.id)
        .type(request.type())
        .state(job.state)
        .details(job.details())
        .createdAt(job.created)
        .updatedAt(job.created)
        .build();
  }

  StartJobResponse start(String id) {
    Job job = job(id);
    synchronized (job) {
      if (job.state != State.WAITING) {
        throw ApiRefusal.conflict("The job was started before: it is " + job.state);
      }
      if (inProgress.incrementAndGet() > MOST_IN_PROGRESS) {
        inProgress.decrementAndGet();
        throw ApiRefusal.limit(MOST_IN_PROGRESS + " jobs are in progress");
      }
      job.state = State.IN_PROGRESS;
    }
    return StartJobResponse.builder().build();
  }

  GetJobResponse get(String id) {
    Job job = job(id);
    synchronized (job) {
      if (job.state == State.IN_PROGRESS && job.seen) {
        end(job);
      }
      job.seen = job.state == State.IN_PROGRESS;
      GetJobResponse.Builder answer =
          GetJobResponse.builder()
              .arn(job.arn())
              .id(id)
              .type(Type.EXPORT_ASSET_TO_SIGNED_URL)
              .state(job.state)
              .details(job.details())
              .createdAt(job.created)
              .updatedAt(Instant.now());
      if (job.state == State.ERROR) {
        answer.errors(
            JobError.builder()
                .code(Code.ACCESS_DENIED_EXCEPTION)
                .message("The revision is revoked")
                .resourceId(job.revision.id())
                .resourceType(JobErrorResourceTypes.REVISION)
                .build());
      }
      return answer.build();
    }
  }

  private void end(Job job) {
    inProgress.decrementAndGet();
    if (job.revision.isRevoked()) {
      job.state = State.ERROR;
      return;
    }
    job.state = State.COMPLETED;
    job.expires = Instant.now().plus(URL_LIFE);
    String token = UUID.randomUUID().toString();
    signed.put(token, new Signed(job.revision, job.file, job.expires));
    job.url = address.apply(token, job.file.getFileName().toString());
  }

  /** The file behind a signed URL, while the URL is good and the revision not withdrawn. */
  Optional<Path> download(String token) {
    return Optional.ofNullable(signed.get(token))
        .filter(s -> Instant.now().isBefore(s.expires()) && !s.revision().isRevoked())
        .map(Signed::file);
  }

  private static void refuseRevoked(OfferedRevision revision) {
    if (revision.isRevoked()) {
      throw ApiRefusal.denied("Revision " + revision.id() + " is revoked");
    }
  }

  private Job job(String id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw ApiRefusal.unknown("job", id);
    }
    return job;
  }
}
