package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.call;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.storage.Sha256;
import dev.jetbridge.registry.Encryption;
import dev.jetbridge.registry.converge.DesiredState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Jar, script and configuration of the jobs on S3; what is there already is not sent again. */
record Artifacts(
    S3Client s3, ScheduleSettings settings, Optional<Encryption> encryption, Changes changes) {
  private static final String DIGEST = "sha256";

  /** Whose it is: two schedules would replace each other's configuration. */
  private static final String OWNER = "schedule";

  /**
   * Refuses when a secret is not where the jobs look for it: we never carry secrets.
   *
   * @throws JetbridgeException CONFIG naming each
   */
  void refuseMissingSecrets(JobFiles files) {
    List<String> missing =
        files.secrets().stream()
            .map(name -> JobFiles.secret(settings, name))
            .filter(location -> head(location).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule jobs without their secrets: put the files that the configuration names"
              + " at "
              + String.join(", ", missing)
              + ", encrypted, such as with aws s3 cp --sse aws:kms");
    }
  }

  /**
   * Refuses a folder that has the artifacts of another schedule.
   *
   * @throws JetbridgeException CONFIG naming it
   */
  void refuseOthers() {
    head(settings.artifact(Config.FILE))
        .map(there -> there.metadata().get(OWNER))
        .filter(owner -> !owner.equals(settings.name()))
        .ifPresent(
            owner -> {
              throw new JetbridgeException(
                  FailureKind.CONFIG,
                  "Cannot send the artifacts of the schedule "
                      + settings.name()
                      + " to "
                      + settings.artifacts()
                      + ": those of the schedule "
                      + owner
                      + " are there; set another schedule.artifacts, or the schedule.name of"
                      + " before");
            });
  }

  void upload(DeployableJar jar, JobFiles files) {
    send(
        settings.artifact(DeployableJar.NAME), digest(jar), () -> RequestBody.fromFile(jar.file()));
    sendText(settings.artifact(JobFiles.SCRIPT), JobFiles.script());
    sendText(settings.artifact(Config.FILE), files.configuration());
  }

  private void sendText(String location, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(location, Sha256.of(bytes), () -> RequestBody.fromBytes(bytes));
  }

  private void send(String location, String digest, Supplier<RequestBody> content) {
    Runnable put =
        () ->
            call(
                "s3",
                "PutObject",
                location,
                () -> s3.putObject(request(location, digest), content.get()));
    changes.converge(
        new DesiredState<HeadObjectResponse>(
            "file " + location,
            () -> head(location),
            put,
            there ->
                digest.equals(there.metadata().get(DIGEST)) ? List.of() : List.of("other content"),
            there -> put.run()));
  }

  private PutObjectRequest request(String location, String digest) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket(location))
            .key(key(location))
            .metadata(Map.of(DIGEST, digest, OWNER, settings.name()));
    encryption.ifPresent(
        e -> request.serverSideEncryption(inS3(e.kind())).ssekmsKeyId(e.key().orElse(null)));
    return request.build();
  }

  private static ServerSideEncryption inS3(Encryption.Kind kind) {
    return switch (kind) {
      case S3 -> ServerSideEncryption.AES256;
      case KMS -> ServerSideEncryption.AWS_KMS;
      case DSSE_KMS -> ServerSideEncryption.AWS_KMS_DSSE;
    };
  }

  private Optional<HeadObjectResponse> head(String location) {
    return call(
        "s3",
        // The permission of a HEAD.
        "GetObject",
        location,
        () -> {
          try {
            return Optional.of(s3.headObject(r -> r.bucket(bucket(location)).key(key(location))));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  private static String bucket(String location) {
    return location.split("/", 4)[2];
  }

  private static String key(String location) {
    return location.split("/", 4)[3];
  }

  private static String digest(DeployableJar jar) {
    try (InputStream in = Files.newInputStream(jar.file())) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot read " + jar.file() + ": " + e.getMessage(), e);
    }
  }
}
