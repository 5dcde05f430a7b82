package dev.jetbridge.pipelines.airline;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.SampleSftp;
import dev.jetbridge.pipelines.channel.dataexchange.DataExchangeChannel;
import dev.jetbridge.pipelines.channel.dataexchange.SampleDataExchange;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.servers.EmbeddedSftp;
import dev.jetbridge.pipelines.servers.dataexchange.EmbeddedDataExchange;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.AwsService;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * The sample airline for a program that has none: its files on servers of this process, and the
 * configuration by which another one finds them.
 */
final class ServedAirline implements AutoCloseable {
  private final Path configuration;
  private final SampleSftp.Served sftp;
  private final SampleDataExchange.Served dataExchange;

  private ServedAirline(
      Path configuration, SampleSftp.Served sftp, SampleDataExchange.Served dataExchange) {
    this.configuration = configuration;
    this.sftp = sftp;
    this.dataExchange = dataExchange;
  }

  /** Simulates an airline up to its last day and serves it. */
  static ServedAirline in(Path folder, int customers, int days) {
    try (Workspace workspace =
        Workspace.open(folder.resolve("airline"), Optional.empty(), List.of())) {
      new SampleAirline(workspace.home())
          .deliver(
              workspace.lake().spark(),
              new SampleAirline.Options(
                  Optional.of(customers), Optional.of(days), Optional.empty()),
              AsOf.endOf(SampleAirline.DEFAULT_LAST_DAY),
              cost -> {});
      SampleSftp.Served sftp = new EmbeddedSftp().serve(workspace);
      SampleDataExchange.Served dataExchange =
          new EmbeddedDataExchange()
              .serve(
                  workspace.home(),
                  workspace.contracts().all().stream()
                      .filter(ServedAirline::isOfProvider)
                      .toList());
      ServedAirline served =
          new ServedAirline(folder.resolve("jetbridge.properties"), sftp, dataExchange);
      served.configure(folder);
      return served;
    }
  }

  private static boolean isOfProvider(Contract contract) {
    return contract.source().filter(s -> s.channel().equals(DataExchangeChannel.WORD)).isPresent();
  }

  private void configure(Path folder) {
    Path key = folder.resolve("sftp-key");
    Path pseudonyms = folder.resolve("pseudonym-key");
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "sftp.host",
            sftp.endpoint().host(),
            "sftp.port",
            Integer.toString(sftp.endpoint().port()),
            "sftp.user",
            sftp.endpoint().user(),
            "sftp.key-file",
            key.toString(),
            "sftp.host-key",
            sftp.endpoint().fingerprint(),
            "pseudonym-key-file",
            pseudonyms.toString(),
            "aws.dataexchange-region",
            dataExchange.settings().region(),
            AwsService.DATAEXCHANGE.endpointKey(),
            dataExchange.settings().endpoints().get(AwsService.DATAEXCHANGE).toString()));
    try (Writer writer = Files.newBufferedWriter(configuration);
        OutputStream keyFile = Files.newOutputStream(key)) {
      properties.store(writer, "Sources of the sample airline");
      Files.writeString(pseudonyms, "jetbridge sample airline");
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
          sftp.endpoint().key(), "sample", null, keyFile);
    } catch (IOException | GeneralSecurityException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write below " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The file by which a program finds the servers. */
  Path configuration() {
    return configuration;
  }

  /** What a client of the Data Exchange needs in its environment. */
  Map<String, String> environment() {
    AwsCredentials credentials = dataExchange.credentials().resolveCredentials();
    return Map.of(
        "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
  }

  @Override
  public void close() {
    sftp.close();
    dataExchange.close();
  }
}
