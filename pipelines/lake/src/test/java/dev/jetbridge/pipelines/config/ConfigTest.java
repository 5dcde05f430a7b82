package dev.jetbridge.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.Encryption;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir private Path folder;

  @Test
  void touchesNothingRemoteByDefault() {
    Config config = Config.read(Optional.empty());

    assertThat(config.platform()).isEqualTo(Config.Platform.LOCAL);
    assertThat(config.sftp()).isEmpty();
    assertThat(config.pseudonymKey()).isEmpty();
    assertThat(config.managedSecrets()).isEmpty();
  }

  @Test
  void readsEveryKey() throws IOException {
    Config config =
        read(
            """
            platform=aws
            aws.region=eu-west-1
            aws.catalog-id=123456789012
            aws.warehouse=s3://bucket/lake
            aws.feature-store-role=arn:aws:iam::123456789012:role/features
            aws.feature-store-key=arn:aws:kms:eu-west-1:123456789012:key/features
            aws.feature-store-online-key=arn:aws:kms:eu-west-1:123456789012:key/online
            aws.encryption=dsse-kms
            aws.encryption-key=alias/lake
            aws.glue-endpoint=http://127.0.0.1:1
            aws.s3-endpoint=http://127.0.0.1:2
            aws.dataexchange-region=us-east-1
            sftp.host=files.example
            sftp.port=2222
            sftp.user=airline
            sftp.key-file=/keys/airline
            sftp.host-key=SHA256:abc
            pseudonym-key-file=/keys/pseudonym
            warehouse.url=jdbc:redshift://warehouse.example:5439/marts
            sftp.read-seconds=20
            sftp.tries=5
            warehouse.user=loader
            warehouse.password-file=/keys/warehouse
            warehouse.iam-role=arn:aws:iam::123456789012:role/copy
            """);

    assertThat(config.platform()).isEqualTo(Config.Platform.AWS);
    assertThat(config.aws().region()).isEqualTo("eu-west-1");
    assertThat(config.aws().catalogId()).contains("123456789012");
    assertThat(config.aws().warehouse()).isEqualTo("s3://bucket/lake");
    assertThat(config.aws().featureStoreRole()).contains("arn:aws:iam::123456789012:role/features");
    assertThat(config.aws().featureStoreKey())
        .contains("arn:aws:kms:eu-west-1:123456789012:key/features");
    assertThat(config.aws().featureStoreOnlineKey())
        .contains("arn:aws:kms:eu-west-1:123456789012:key/online");
    assertThat(config.aws().encryption())
        .contains(new Encryption(Encryption.Kind.DSSE_KMS, Optional.of("alias/lake")));
    assertThat(config.aws().dataExchangeRegion()).contains("us-east-1");
    assertThat(config.aws().endpoints())
        .isEqualTo(
            Map.of(
                AwsService.GLUE, URI.create("http://127.0.0.1:1"),
                AwsService.S3, URI.create("http://127.0.0.1:2")));
    assertThat(config.sftp())
        .contains(
            new Config.Sftp(
                "files.example",
                2222,
                "airline",
                new SecretSource.InFile("sftp.key-file", Path.of("/keys/airline")),
                "SHA256:abc",
                new SftpLimits(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(20),
                    Duration.ofHours(4),
                    5,
                    Duration.ofSeconds(2))));
    assertThat(config.pseudonymKey())
        .contains(new SecretSource.InFile("pseudonym-key-file", Path.of("/keys/pseudonym")));
    assertThat(config.warehouse())
        .contains(
            new Config.Warehouse(
                "jdbc:redshift://warehouse.example:5439/marts",
                "loader",
                Optional.of(
                    new SecretSource.InFile("warehouse.password-file", Path.of("/keys/warehouse"))),
                "arn:aws:iam::123456789012:role/copy"));
  }

  @Test
  void namesEveryProblemAtOnceWithTheNearestKey() {
    String faulty =
        """
        platfrom=aws
        platform=aws
        aws.dataexchange-endpoint=http://127.0.0.1:3
        aws.encryption=s4
        aws.encryption-key=alias/lake
        sftp.host=x
        sftp.port=many
        warehouse.url=x
        """;

    assertThatThrownBy(() -> read(faulty))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("unknown key platfrom; did you mean platform?")
        .hasMessageContaining("aws.region is missing, platform=aws needs it")
        .hasMessageContaining("aws.warehouse is missing")
        .hasMessageContaining(
            "aws.dataexchange-region is missing, aws.dataexchange-endpoint needs it")
        .hasMessageContaining("aws.encryption is s4, must be s3, kms or dsse-kms")
        .hasMessageContaining("aws.encryption-key is a key of KMS, and aws.encryption is s4")
        .hasMessageContaining("sftp.port is many, must be a number from 1 to 65535")
        .hasMessageContaining("sftp.user is missing, sftp.host needs it")
        .hasMessageContaining("sftp.host-key is missing")
        .hasMessageContaining("warehouse.user is missing, warehouse.url needs it");
  }

  @Test
  void namesSecretsOfSecretsManager() throws IOException {
    String arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:lake/sftp-AbCdEf";
    Config config =
        read(
            """
            aws.region=eu-west-1
            aws.secrets-key=1111-2222
            pseudonym-key-secret=lake/pseudonym-key
            sftp.host=files.example
            sftp.user=airline
            sftp.host-key=SHA256:abc
            sftp.key-secret=%s#private key
            warehouse.url=jdbc:redshift://warehouse.example:5439/marts
            warehouse.user=loader
            warehouse.password-secret=warehouse#password
            """
                .formatted(arn));

    assertThat(config.managedSecrets())
        .containsExactly(
            new SecretSource.Managed(
                "pseudonym-key-secret", "lake/pseudonym-key", Optional.empty()),
            new SecretSource.Managed("sftp.key-secret", arn, Optional.of("private key")),
            new SecretSource.Managed(
                "warehouse.password-secret", "warehouse", Optional.of("password")));
    assertThat(config.managedSecrets().get(1).region()).contains("us-east-1");
    assertThat(config.aws().region()).isEqualTo("eu-west-1");
    assertThat(config.aws().secretsKey()).contains("1111-2222");
  }

  @Test
  void refusesPlacesOfSecretsThatCannotBe() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    pseudonym-key-file=/keys/pseudonym
                    pseudonym-key-secret=pseudonym
                    sftp.host=files.example
                    warehouse.url=x
                    warehouse.password-secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:x
                    """))
        .hasMessageContaining(
            "pseudonym-key-file and pseudonym-key-secret are both there, must be one of them")
        .hasMessageContaining("aws.region is missing, pseudonym-key-secret needs it")
        .hasMessageContaining("sftp.key-secret or sftp.key-file is missing, sftp.host needs one")
        .hasMessageContaining(
            "warehouse.password-secret is arn:aws:secretsmanager:eu-west-1:123456789012:secret:x,"
                + " must be the name of a secret or its complete ARN");
    assertThatThrownBy(() -> read("aws.secrets-key=1111-2222"))
        .hasMessageContaining("aws.secrets-key is the key of secrets in Secrets Manager, and none");
    assertThatThrownBy(() -> read("aws.region=eu-west-1\npseudonym-key-secret=pseudonym#"))
        .hasMessageContaining("pseudonym-key-secret is pseudonym#, must be");
  }

  @Test
  void takesADateAsItsEnd() {
    assertThat(AsOf.parse("2023-08-31")).isEqualTo(Instant.parse("2023-08-31T23:59:59.999999Z"));
    assertThat(AsOf.parse("2023-08-31T18:00:00Z")).isEqualTo(Instant.parse("2023-08-31T18:00:00Z"));
    assertThatThrownBy(() -> AsOf.parse("yesterday"))
        .hasMessageStartingWith("Invalid as-of: yesterday (must be a date such as 2023-08-31");
  }

  @Test
  void takesAnInstantToTheMinuteWithAnOffsetOrTooManyDigits() {
    assertThat(AsOf.parse("2023-08-31T18:00Z")).isEqualTo(Instant.parse("2023-08-31T18:00:00Z"));
    assertThat(AsOf.parse("2023-08-31T18:00+04:00")).isEqualTo("2023-08-31T14:00:00Z");
    assertThat(AsOf.parse("2023-08-31T23:59:59.999999999Z"))
        .isEqualTo(AsOf.parse("2023-08-31"))
        .isEqualTo("2023-08-31T23:59:59.999999Z");
    assertThat(AsOf.inWords(AsOf.parse("2023-08-31"))).isEqualTo("2023-08-31");
    assertThat(AsOf.inWords(AsOf.parse("2023-08-31T18:00Z"))).isEqualTo("2023-08-31T18:00:00Z");
    assertThatThrownBy(() -> AsOf.parse("2023-08-31T18:00"))
        .hasMessageContaining("Invalid as-of: 2023-08-31T18:00 ");
  }

  @Test
  void needsAPseudonymKeyForRealPeople() throws IOException {
    Secrets secrets = new Secrets(Home.at(folder), Config.read(Optional.empty()).aws());
    SecretSource key =
        new SecretSource.InFile(
            "pseudonym-key-file", Files.writeString(folder.resolve("short"), "short"));

    assertThatThrownBy(() -> secrets.pseudonymKey(Optional.empty(), false))
        .hasMessageStartingWith("Cannot make tokens of real people: no pseudonym-key-file");
    assertThatThrownBy(() -> secrets.pseudonymKey(Optional.of(key), false))
        .hasMessageContaining("it holds 5 characters, at least 16 are needed");
  }

  @Test
  void saysThatAFileIsMissingOrAFolder() throws IOException {
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', '=', (byte) 0xE9});

    assertThatThrownBy(() -> Config.read(Optional.of(folder.resolve("none.properties"))))
        .hasMessage(
            "Cannot read configuration "
                + folder.resolve("none.properties")
                + ": there is no such file; name one that is there with --config");
    assertThatThrownBy(() -> Config.read(Optional.of(folder)))
        .hasMessage("Cannot read configuration " + folder + ": it is a folder");
    assertThatThrownBy(() -> Config.read(Optional.of(latin)))
        .hasMessageEndingWith("it is not UTF-8; write it as UTF-8");
  }

  private Config read(String text) throws IOException {
    return Config.read(Optional.of(Files.writeString(folder.resolve("test.properties"), text)));
  }
}
