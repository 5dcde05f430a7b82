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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
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
public final class ServedAirline implements AutoCloseable {
  private final Path folder;
  private final Path configuration;
  private final SampleSftp.Served sftp;
  private final SampleDataExchange.Served dataExchange;

  private ServedAirline(
      Path folder, SampleSftp.Served sftp, SampleDataExchange.Served dataExchange) {
    this.folder = folder;
    this.configuration = folder.resolve("jetbridge.properties");
    this.sftp = sftp;
    this.dataExchange = dataExchange;
  }

  /** Simulates an airline up to its last day and serves it. */
  public static ServedAirline in(Path folder, int customers, int days) {
    try (Workspace workspace = airline(folder)) {
      deliver(
          workspace,
          new SampleAirline.Options(Optional.of(customers), Optional.of(days), Optional.empty()),
          SampleAirline.DEFAULT_LAST_DAY);
      SampleSftp.Served sftp = new EmbeddedSftp().serve(workspace);
      SampleDataExchange.Served dataExchange =
          new EmbeddedDataExchange()
              .serve(
                  workspace.home(),
                  workspace.contracts().all().stream()
                      .filter(ServedAirline::isOfProvider)
                      .toList());
      ServedAirline served = new ServedAirline(folder, sftp, dataExchange);
      served.configure();
      return served;
    }
  }

  private static Workspace airline(Path folder) {
    return Workspace.open(folder.resolve("airline"), Optional.empty(), List.of());
  }

  private static void deliver(Workspace workspace, SampleAirline.Options options, LocalDate day) {
    new SampleAirline(workspace.home())
        .deliver(workspace.lake().spark(), options, AsOf.endOf(day), cost -> {});
  }

  /** Delivers the files of more days. */
  public void deliverThrough(LocalDate day) {
    try (Workspace workspace = airline(folder)) {
      deliver(
          workspace,
          new SampleAirline.Options(Optional.empty(), Optional.empty(), Optional.empty()),
          day);
    }
  }

  private static boolean isOfProvider(Contract contract) {
    return contract.source().filter(s -> s.channel().equals(DataExchangeChannel.WORD)).isPresent();
  }

  private void configure() {
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
            dataExchange().toString()));
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
  public Path configuration() {
    return configuration;
  }

  /** Where its Data Exchange is. */
  public URI dataExchange() {
    return dataExchange.settings().endpoints().get(AwsService.DATAEXCHANGE);
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
