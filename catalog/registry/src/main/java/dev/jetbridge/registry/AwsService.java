package dev.jetbridge.registry;

import java.util.Locale;

/** The AWS services that Jetbridge calls; each may have an address of its own. */
public enum AwsService {
  GLUE("Glue"),
  S3("S3"),
  DATAEXCHANGE("Data Exchange"),
  EVENTBRIDGE("EventBridge"),
  SAGEMAKER("SageMaker"),
  FEATURESTORE("SageMaker Feature Store"),
  SECRETSMANAGER("Secrets Manager"),
  STEPFUNCTIONS("Step Functions");

  private final String title;

  AwsService(String title) {
    this.title = title;
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /** The key of its address in the configuration. */
  public String endpointKey() {
    return "aws." + name().toLowerCase(Locale.ROOT) + "-endpoint";
  }
}
