package dev.jetbridge.pipelines.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.registry.AwsFailure;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Secrets of Secrets Manager, each fetched once.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">
 *     AWS Secrets Manager API, GetSecretValue</a>
 */
final class ManagedSecrets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Config.Aws aws;
  private final Map<String, String> fetched = new HashMap<>();

  ManagedSecrets(Config.Aws aws) {
    this.aws = aws;
  }

  /**
   * The secret, or the field of it.
   *
   * @throws JetbridgeException CONFIG when it is not there, not text, not allowed, or has no such
   *     field; EXTERNAL when the service fails
   */
  synchronized Secret read(SecretSource.Managed source) {
    String whole = fetched.computeIfAbsent(source.id(), id -> fetch(source));
    Optional<JsonNode> fields = fields(whole);
    if (source.field().isEmpty()) {
      if (fields.isPresent()) {
        throw refused(source, "it is a JSON object; name one of its fields after #");
      }
      return new Secret(whole);
    }
    JsonNode field =
        fields
            .orElseThrow(() -> refused(source, "it is no JSON object, and so has no field"))
            .path(source.field().get());
    if (field.isMissingNode()) {
      throw refused(source, "it has no field of this name");
    }
    if (!field.isTextual()) {
      throw refused(source, "the field is not text");
    }
    return new Secret(field.textValue());
  }

  private String fetch(SecretSource.Managed source) {
    AwsSettings settings = new AwsSettings(source.region().orElse(aws.region()), aws.endpoints());
    try (SecretsManagerClient client =
        settings.configure(AwsService.SECRETSMANAGER, SecretsManagerClient.builder()).build()) {
      GetSecretValueResponse response = client.getSecretValue(r -> r.secretId(source.id()));
      return Optional.ofNullable(response.secretString())
          .orElseThrow(() -> refused(source, "it is binary; store it as text"));
    } catch (InvalidRequestException e) {
      // Of all its causes the only one that concerns a value.
      throw refused(
          source,
          "it is marked for deletion; restore it with aws secretsmanager restore-secret, or name"
              + " another");
    } catch (ResourceNotFoundException e) {
      throw refused(
          source,
          String.valueOf(e.getMessage()).contains("staging label")
              ? "it has no value yet; give it one with aws secretsmanager put-secret-value"
              : "there is no such secret in "
                  + settings.region()
                  + "; create it, or correct its name");
    } catch (SdkException e) {
      throw AwsFailure.of("Cannot read " + source, "secretsmanager:GetSecretValue on it", e);
    }
  }

  /** The object that a text is; empty for other texts. */
  private static Optional<JsonNode> fields(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Never with a cause: that of a parser would show the text. */
  private static JetbridgeException refused(SecretSource.Managed source, String reason) {
    return new JetbridgeException(FailureKind.CONFIG, "Cannot read " + source + ": " + reason);
  }
}
