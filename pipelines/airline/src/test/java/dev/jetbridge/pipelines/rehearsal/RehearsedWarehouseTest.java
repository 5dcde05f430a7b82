package dev.jetbridge.pipelines.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.servers.redshift.RedshiftServer;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** COPY as a job asks for it, from a store that is a folder, past the gatekeeper. */
class RehearsedWarehouseTest {
  private static final Account ACCOUNT = new Account("aws", "eu-west-1", "123456789012");
  private static final String COPY =
      "COPY copied FROM 's3://lake/ports/copy.json'\nIAM_ROLE '%s' FORMAT AS PARQUET MANIFEST";
  private static final String READ_ALL =
      "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
          + "\"Resource\":\"arn:aws:s3:::lake/ports/*\"}]}";

  @TempDir private Path folder;

  private final RehearsedSettings settings =
      RehearsedSettings.of(Optional.empty(), Schedule.Target.GLUE, true);

  private HttpServer store;
  private Gatekeeper keeper;
  private RehearsedWarehouse warehouse;

  @BeforeEach
  void starts() throws IOException, SQLException {
    assumeTrue(RedshiftServer.isAvailable(), "no embedded PostgreSQL for this machine");
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext(
        "/lake/ports/",
        exchange -> {
          try (exchange) {
            String name = exchange.getRequestURI().getPath().replaceAll(".*/", "");
            exchange.sendResponseHeaders(200, Files.size(folder.resolve(name)));
            Files.copy(folder.resolve(name), exchange.getResponseBody());
          }
        });
    store.start();
    URI address = URI.create("http://127.0.0.1:" + store.getAddress().getPort());
    keeper = Gatekeeper.start(ACCOUNT, service -> address, new WorkflowRuns(), Faults.NONE);
    Caller caller = keeper.admit("COPY", settings.copyRole());
    S3Client s3 =
        new AwsSettings("eu-west-1", Map.of(AwsService.S3, keeper.address()))
            .configure(AwsService.S3, S3Client.builder())
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(caller.accessKey(), Caller.SECRET)))
            .build();
    warehouse = new RehearsedWarehouse(settings, s3, folder.resolve("copied"));
    port();
  }

  /** A file with what CSV could lose, and the list that names it. */
  private void port() throws IOException, SQLException {
    Path file = folder.resolve("part-0.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES"
              + " (1, 'a \"b\", c\nd\\e', 12345678901234567.89::decimal(19,2), 0.1::double, true,"
              + " make_timestamp(1693526399123456)::timestamptz),"
              + " (2, '', null, null, null, null), (3, null, 0, 1e300, false, null)))"
              + " TO '"
              + file
              + "' (FORMAT parquet)");
    }
    Files.writeString(
        folder.resolve("copy.json"),
        "{\"entries\":[{\"url\":\"s3://lake/ports/part-0.parquet\",\"mandatory\":true,"
            + "\"meta\":{\"content_length\":"
            + Files.size(file)
            + "}}]}",
        StandardCharsets.UTF_8);
  }

  @AfterEach
  void stops() {
    if (warehouse != null) {
      warehouse.close();
    }
    keeper.close();
    store.stop(0);
  }

  @Test
  void copiesEveryValueWithTheRightsOfTheRole() throws SQLException {
    keeper.enforce(Map.of(settings.copyRole(), Policy.of(READ_ALL)));

    assertThat(copied(settings.copyRole()))
        .containsExactly(
            "1|a \"b\", c\nd\\e|12345678901234567.89|0.1|t|2023-08-31 23:59:59.123456",
            "2||null|null|null|null",
            "3|null|0.00|1.0E300|f|null");
    assertThat(
            keeper.calls().stream()
                .flatMap(call -> call.needs().stream())
                .map(Permission::toString))
        .containsExactly(
            "s3:GetObject on arn:aws:s3:::lake/ports/copy.json",
            "s3:GetObject on arn:aws:s3:::lake/ports/part-0.parquet");
    assertThat(folder.resolve("copied")).isEmptyDirectory();
    assertThat(warehouse.loaded()).isEmpty();
  }

  @Test
  void refusesWhatTheRoleMayNotRead() {
    keeper.enforce(Map.of(settings.copyRole(), Policy.of("{\"Statement\":[]}")));

    assertThatThrownBy(() -> copied(settings.copyRole()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(
            "S3ServiceException:AccessDenied,Status 403,Key s3://lake/ports/copy.json");
    assertThatThrownBy(() -> copied("arn:aws:iam::123456789012:role/other"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(
            "Not authorized to get credentials of role arn:aws:iam::123456789012:role/other");
  }

  private List<String> copied(String role) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                warehouse.server().url(), settings.loader(), RehearsedSettings.WAREHOUSE_PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE copied (n integer, said varchar(20), amount decimal(19,2),"
              + " score double precision, open boolean, seen timestamp)");
      statement.execute(COPY.formatted(role));
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("select * from copied order by n")) {
        while (rows.next()) {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            cells.add(String.valueOf(rows.getString(i)));
          }
          lines.add(String.join("|", cells));
        }
      }
      return lines;
    }
  }
}
