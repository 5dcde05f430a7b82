package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.config.SecretSource;
import dev.jetbridge.pipelines.config.Secrets;
import dev.jetbridge.registry.AwsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Secrets by reference, against moto.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">
 *     AWS Secrets Manager API, GetSecretValue</a>
 */
class SecretsManagerTest {
  private static final String VALUE = "correct-horse-battery-staple";

  @TempDir private static Path folder;

  private static GlueCounterpart counterpart;
  private static SecretsManagerClient client;
  private static Config.Aws aws;

  private Secrets secrets;

  @BeforeAll
  static void startsTheCounterpart() throws Exception {
    assumeTrue(
        GlueCounterpart.isInstalled(),
        "moto_server is not on this machine: no counterpart of Secrets Manager");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    counterpart = GlueCounterpart.start(folder.resolve("moto.log"));
    Path file =
        Files.writeString(
            folder.resolve(Config.FILE),
            """
            platform=aws
            aws.region=eu-west-1
            aws.warehouse=s3://lake/warehouse
            aws.secretsmanager-endpoint=%s
            """
                .formatted(counterpart.others()));
    aws = Config.read(Optional.of(file)).aws();
    client =
        aws.settings().configure(AwsService.SECRETSMANAGER, SecretsManagerClient.builder()).build();
  }

  @AfterAll
  static void stopsTheCounterpart() {
    if (counterpart != null) {
      client.close();
      counterpart.close();
    }
  }

  @BeforeEach
  void opens() {
    secrets = new Secrets(new Home(folder.resolve("home")), aws);
    CallCounter.reset();
  }

  @Test
  void readsATextOrAFieldOfItByNameOrArnOnceAProcess() {
    client.createSecret(r -> r.name("plain").secretString(VALUE + "\n"));
    String arn =
        client
            .createSecret(
                r -> r.name("lake/fields").secretString("{\"password\": \"" + VALUE + "\"}"))
            .arn();
    CallCounter.reset();

    assertThat(secrets.read(secret("plain")).reveal()).isEqualTo(VALUE);
    assertThat(secrets.pseudonymKey(Optional.of(secret("plain")), false).reveal()).isEqualTo(VALUE);
    assertThat(secrets.read(secret("lake/fields", "password")).reveal()).isEqualTo(VALUE);
    assertThat(secrets.read(secret(arn, "password")).reveal()).isEqualTo(VALUE);
    assertThat(CallCounter.all())
        .containsExactly("GetSecretValue", "GetSecretValue", "GetSecretValue");
    assertThat(secrets.read(secret("plain"))).hasToString("***");
  }

  @Test
  void readsAPrivateKeyOfSftp() throws IOException {
    Secrets sample = new Secrets(Home.at(folder.resolve("sample")), aws);
    Path key = folder.resolve("sample/secrets/sample-sftp-client-key");
    assertThat(sample.sampleClientKey()).isNotNull();
    client.createSecret(r -> r.name("sftp").secretString(text(key)));
    client.createSecret(r -> r.name("one-line").secretString(text(key).replace("\n", " ")));

    assertThat(secrets.keyPair(secret("sftp")).getPublic())
        .isEqualTo(sample.sampleClientKey().getPublic());
    assertThatThrownBy(() -> secrets.keyPair(secret("one-line")))
        .hasMessageStartingWith(
            "Cannot use sftp.key-secret one-line: it holds no private key that can be read")
        .hasMessageEndingWith("with its line breaks and without a passphrase")
        .hasMessageNotContaining("BEGIN")
        .hasNoCause();
  }

  @Test
  void saysWhatIsWrongAndNeverTheValue() {
    client.createSecret(r -> r.name("binary").secretBinary(SdkBytes.fromUtf8String(VALUE)));
    client.createSecret(r -> r.name("empty").secretString(" \n"));
    client.createSecret(r -> r.name("no-value"));
    client.createSecret(r -> r.name("text").secretString("{" + VALUE));
    client.createSecret(
        r -> r.name("json").secretString("{\"user\": \"" + VALUE + "\", \"n\": 1}"));
    client.createSecret(r -> r.name("leaving").secretString(VALUE));
    client.deleteSecret(r -> r.secretId("leaving").recoveryWindowInDays(7L));

    refuses(secret("absent"), "there is no such secret in eu-west-1; create it, or correct its");
    refuses(secret("no-value"), "it has no value yet; give it one");
    refuses(secret("leaving"), "it is marked for deletion; restore it");
    refuses(secret("binary"), "it is binary; store it as text");
    refuses(secret("empty"), "it is empty");
    refuses(secret("json"), "it is a JSON object; name one of its fields after #");
    refuses(secret("json", "password"), "it has no field of this name");
    refuses(secret("json", "n"), "the field is not text");
    refuses(secret("text", "password"), "it is no JSON object, and so has no field");
  }

  @Test
  void isMissedBeforeJobsAre() {
    client.createSecret(r -> r.name("there").secretString(VALUE));
    client.createSecret(r -> r.name("going").secretString(VALUE));
    client.deleteSecret(r -> r.secretId("going").recoveryWindowInDays(7L));

    inPlace("there").refuseMissing();
    assertThatThrownBy(() -> inPlace("there", "gone", "going").refuseMissing())
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessage(
            "Cannot schedule jobs without their secrets: sftp.key-secret gone is not there,"
                + " sftp.key-secret going is marked for deletion; make them with aws secretsmanager"
                + " create-secret, or restore them with restore-secret");
    assertThat(CallCounter.all()).doesNotContain("GetSecretValue");
  }

  private void refuses(SecretSource.Managed source, String reason) {
    JetbridgeException failure =
        catchThrowableOfType(JetbridgeException.class, () -> secrets.read(source));
    assertThat(failure.kind()).isEqualTo(FailureKind.CONFIG);
    assertThat(failure).hasMessageContaining(source + ": " + reason).hasNoCause();
    assertThat(failure).hasMessageNotContaining(VALUE);
  }

  private static SecretsInPlace inPlace(String... names) {
    return new SecretsInPlace(
        aws.settings(), List.of(names).stream().map(name -> secret(name)).toList());
  }

  private static SecretSource.Managed secret(String id) {
    return new SecretSource.Managed("sftp.key-secret", id, Optional.empty());
  }

  private static SecretSource.Managed secret(String id, String field) {
    return new SecretSource.Managed("sftp.key-secret", id, Optional.of(field));
  }

  private static String text(Path key) {
    try {
      return Files.readString(key);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
