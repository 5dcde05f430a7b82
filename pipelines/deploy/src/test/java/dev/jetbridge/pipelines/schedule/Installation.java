package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A home that is configured for AWS. */
final class Installation {
  static final String SETTINGS =
      """
      platform=aws
      aws.region=eu-west-1
      aws.warehouse=s3://lake/warehouse
      aws.home=s3://lake/home/
      aws.dataexchange-region=us-east-1
      sftp.host=files.example.com
      sftp.user=lakehouse
      sftp.key-file=/etc/jetbridge/sftp-key
      sftp.host-key=SHA256:abc
      pseudonym-key-file=/etc/jetbridge/pseudonym-key
      aws.feature-store-role=arn:aws:iam::123456789012:role/feature-store
      schedule.artifacts=s3://lake/artifacts
      schedule.role=arn:aws:iam::123456789012:role/jetbridge-jobs
      schedule.step-functions-role=arn:aws:iam::123456789012:role/jetbridge-schedule
      """;

  static final String EVENTS =
      "schedule.events-role=arn:aws:iam::123456789012:role/jetbridge-events\n";

  static final String WITH_EVENTS = SETTINGS + EVENTS;

  private Installation() {}

  /** The jobs of an installation, whatever its mesh. */
  static GlueJobs jobs(Path home, String settings) throws IOException {
    Files.createDirectories(home);
    Path file = Files.writeString(home.resolve(Config.FILE), settings);
    return new GlueJobs(
        ScheduleSettings.of(Config.read(Optional.of(file)), new ArrayList<>()),
        JobFiles.of(Optional.of(file)),
        Map.of());
  }

  static Schedule schedule(Path home, Schedule.Target target, String settings, Path... contracts)
      throws IOException {
    Files.createDirectories(home);
    Files.writeString(home.resolve(Config.FILE), settings);
    try (Workspace workspace = Workspace.open(home, Optional.empty(), List.of(contracts))) {
      return Schedule.of(workspace, target, Optional.empty());
    }
  }
}
