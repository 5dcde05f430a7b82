package dev.jetbridge.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.GlueMain;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {
  @TempDir private Path folder;

  @Test
  void givesJobsTheConfigurationWithFilesBesideThem() throws IOException {
    JobFiles files = files(Installation.SETTINGS + "aws.s3-endpoint=http://127.0.0.1:1\n");

    assertThat(files.secrets()).containsExactly("pseudonym-key", "sftp-key");
    assertThat(files.configuration())
        .doesNotContain("schedule.", "/etc/jetbridge")
        .contains("aws.home=s3://lake/home/", "aws.s3-endpoint=http://127.0.0.1:1");
    Path forJobs = Files.writeString(folder.resolve("jobs.properties"), files.configuration());
    Config config = Config.read(Optional.of(forJobs));
    assertThat(config.sampleAirline()).isFalse();
    assertThat(config.pseudonymKey())
        .contains(new SecretSource.InFile("pseudonym-key-file", Path.of("pseudonym-key")));
    assertThat(config.sftp().orElseThrow().key())
        .isEqualTo(new SecretSource.InFile("sftp.key-file", Path.of("sftp-key")));
    assertThat(config.aws().home()).contains("s3://lake/home");
  }

  @Test
  void keepsWhatPropertiesEscape() throws IOException {
    JobFiles files = files("platform=local\naws.catalog-id=a\\\\b\n");

    Path forJobs = Files.writeString(folder.resolve("jobs.properties"), files.configuration());
    assertThat(Config.read(Optional.of(forJobs)).aws().catalogId()).contains("a\\b");
  }

  @Test
  void refusesTwoFilesOfOneName() {
    assertThatThrownBy(
            () -> files("sftp.key-file=/etc/sftp/key\npseudonym-key-file=/etc/pseudonym/key\n"))
        .isInstanceOf(JetbridgeException.class)
        .hasMessage(
            "Cannot give jobs their files: two are named key; rename that of sftp.key-file");
  }

  @Test
  void hasAScriptThatStartsTheProgram() {
    assertThat(JobFiles.script())
        .contains("object " + JobFiles.CLASS)
        .contains(GlueMain.class.getName());
  }

  private JobFiles files(String settings) throws IOException {
    return JobFiles.of(Optional.of(Files.writeString(folder.resolve(Config.FILE), settings)));
  }
}
