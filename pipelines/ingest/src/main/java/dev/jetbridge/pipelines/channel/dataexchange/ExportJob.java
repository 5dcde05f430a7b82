package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.retry.Retry;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dataexchange.model.AssetEntry;
import software.amazon.awssdk.services.dataexchange.model.Code;
import software.amazon.awssdk.services.dataexchange.model.CreateJobRequest;
import software.amazon.awssdk.services.dataexchange.model.GetJobResponse;
import software.amazon.awssdk.services.dataexchange.model.JobError;
import software.amazon.awssdk.services.dataexchange.model.State;
import software.amazon.awssdk.services.dataexchange.model.Type;

/**
 * Exports one asset by a job of type EXPORT_ASSET_TO_SIGNED_URL: created, started, looked at until
 * it ends. The URL can be read into any landing, a folder or a bucket, and the bytes are checked
 * before they are visible there. EXPORT_REVISIONS_TO_S3 would need a bucket even for a folder, and
 * would leave the assets to be copied from it.
 */
record ExportJob(ExchangeCalls calls, Patience patience) {
  /**
   * Exports an asset and returns its signed URL, which is a secret.
   *
   * @throws JetbridgeException of the kind of the error that the job ended in; EXTERNAL when it
   *     timed out, was cancelled or did not end
   */
  String export(AssetEntry asset, String object) {
    String job =
        calls.createJob(
            CreateJobRequest.builder()
                .type(Type.EXPORT_ASSET_TO_SIGNED_URL)
                .details(
                    d ->
                        d.exportAssetToSignedUrl(
                            e ->
                                e.dataSetId(asset.dataSetId())
                                    .revisionId(asset.revisionId())
                                    .assetId(asset.id())))
                .build(),
            object);
    calls.startJob(job, object);
    Retry.Tries looks =
        Retry.looks(patience.firstLook(), patience.longestLook(), patience.job()).begin();
    while (true) {
      GetJobResponse seen = calls.job(job, object);
      if (seen.state() == State.COMPLETED) {
        return seen.details().exportAssetToSignedUrl().signedUrl();
      }
      if (seen.state() == State.ERROR
          || seen.state() == State.TIMED_OUT
          || seen.state() == State.CANCELLED) {
        throw ended(seen, object);
      }
      if (!looks.again()) {
        throw new JetbridgeException(
            FailureKind.EXTERNAL,
            "Cannot export "
                + object
                + ": job "
                + job
                + " is still "
                + seen.stateAsString()
                + " after "
                + patience.job().toMillis()
                + " ms; run again later");
      }
    }
  }

  private static JetbridgeException ended(GetJobResponse job, String object) {
    String errors =
        job.errors().stream()
            .map(e -> " (" + e.codeAsString() + ": " + e.message() + ")")
            .collect(Collectors.joining());
    FailureKind kind = kind(job.errors());
    return new JetbridgeException(
        kind,
        "Cannot export "
            + object
            + ": job "
            + job.id()
            + " ended "
            + job.stateAsString()
            + errors
            + "; "
            + advice(kind));
  }

  private static FailureKind kind(List<JobError> errors) {
    for (JobError error : errors) {
      if (error.code() == Code.MALWARE_DETECTED
          || error.code() == Code.MALWARE_SCAN_ENCRYPTED_FILE) {
        return FailureKind.CONTRACT;
      }
      if (error.code() == Code.ACCESS_DENIED_EXCEPTION) {
        return FailureKind.CONFIG;
      }
    }
    return FailureKind.EXTERNAL;
  }

  private static String advice(FailureKind kind) {
    return switch (kind) {
      case CONTRACT -> "tell the provider";
      case CONFIG -> "check that the subscription is active and the role may export";
      default -> "run again";
    };
  }
}
