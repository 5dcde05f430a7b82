package dev.jetbridge.pipelines.schedule;

import static dev.jetbridge.pipelines.schedule.Calls.find;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.SecretSource;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** The secrets that jobs will ask Secrets Manager for; what they hold is nobody's business here. */
record SecretsInPlace(AwsSettings aws, List<SecretSource.Managed> secrets) {
  SecretsInPlace {
    secrets = List.copyOf(secrets);
  }

  /**
   * Refuses when one is not there, or will soon be gone.
   *
   * @throws JetbridgeException CONFIG naming each
   */
  void refuseMissing() {
    List<String> missing = new ArrayList<>();
    for (SecretSource.Managed secret : secrets) {
      Optional<DescribeSecretResponse> found = described(secret);
      if (found.isEmpty()) {
        missing.add(secret + " is not there");
      } else if (found.get().deletedDate() != null) {
        missing.add(secret + " is marked for deletion");
      }
    }
    if (!missing.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot schedule jobs without their secrets: "
              + String.join(", ", missing)
              + "; make them with aws secretsmanager create-secret, or restore them with"
              + " restore-secret");
    }
  }

  private Optional<DescribeSecretResponse> described(SecretSource.Managed secret) {
    AwsSettings where = new AwsSettings(secret.region().orElse(aws.region()), aws.endpoints());
    try (SecretsManagerClient client =
        where.configure(AwsService.SECRETSMANAGER, SecretsManagerClient.builder()).build()) {
      return find(
          "secretsmanager",
          "DescribeSecret",
          secret.id(),
          ResourceNotFoundException.class,
          () -> client.describeSecret(r -> r.secretId(secret.id())));
    }
  }
}
