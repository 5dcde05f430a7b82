package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.SecretSource;
import dev.jetbridge.pipelines.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsedSettingsTest {
  @TempDir private Path folder;

  @Test
  void keepsSecretsOfSecretsManagerUnderTheirNames() throws IOException {
    Path installation =
        Files.writeString(
            folder.resolve("our.properties"),
            """
            platform=aws
            aws.region=eu-west-1
            aws.warehouse=s3://lake/warehouse
            aws.secrets-key=1111-2222
            sftp.host=files.example.com
            sftp.user=lakehouse
            sftp.host-key=SHA256:abc
            sftp.key-secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:lake/sftp-AbCdEf#key
            pseudonym-key-secret=lake/pseudonyms
            warehouse.url=jdbc:redshift://marts.example.com:5439/marts
            warehouse.user=loader
            warehouse.password-secret=redshift/loader#password
            """);
    RehearsedSettings settings =
        RehearsedSettings.of(Optional.of(installation), Schedule.Target.GLUE, true);

    settings.keep(
        Config.read(Optional.of(installation)).managedSecrets(), source -> new Secret("read"));

    settings.loadAt("jdbc:redshift://127.0.0.1:5439/marts");

    Config rehearsed =
        Config.read(Optional.of(settings.write(folder.resolve("rehearsed.properties"))));
    assertThat(rehearsed.managedSecrets())
        .extracting(SecretSource.Managed::toString)
        .containsExactly(
            "pseudonym-key-secret lake/pseudonyms",
            "sftp.key-secret lake/sftp#key",
            "warehouse.password-secret redshift/loader#password");
    assertThat(settings.managedSecrets())
        .containsEntry(
            "redshift/loader", "{\"password\":\"" + RehearsedSettings.WAREHOUSE_PASSWORD + "\"}")
        .containsEntry("lake/sftp", "{\"key\":\"read\"}")
        .hasEntrySatisfying("lake/pseudonyms", text -> assertThat(text).hasSizeGreaterThan(16));
  }
}
