package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.servers.redshift.RedshiftServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The warehouse of a rehearsal. Its COPY reads S3 with the rights of its role, and has no other
 * role.
 */
final class RehearsedWarehouse implements AutoCloseable {
  private static final String LOADED =
      "select product, row_count from jetbridge.loads where is_current order by product";

  private final String role;
  private final S3Client s3;
  private final RedshiftServer server;

  /**
   * Starts it.
   *
   * @param s3 with the rights of the role of COPY
   * @param folder for the files of COPY
   */
  RehearsedWarehouse(RehearsedSettings settings, S3Client s3, Path folder) {
    this.role = settings.copyRole();
    this.s3 = s3;
    this.server =
        RedshiftServer.start(
            settings.loader(), RehearsedSettings.WAREHOUSE_PASSWORD, this::fetch, folder);
  }

  RedshiftServer server() {
    return server;
  }

  private void fetch(String named, String address, Path file) throws IOException {
    if (!named.equals(role)) {
      throw new IOException("Not authorized to get credentials of role " + named);
    }
    try {
      new S3Objects(s3).fetch(address, file);
    } catch (AwsServiceException e) {
      throw new IOException(
          "S3ServiceException:"
              + e.awsErrorDetails().errorCode()
              + ",Status "
              + e.statusCode()
              + ",Key "
              + address,
          e);
    } catch (SdkException e) {
      throw new IOException("S3ServiceException:no answer,Key " + address, e);
    }
  }

  /** The products that it holds, each with its rows; none before the first load. */
  List<String> loaded() {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      List<String> lines = new ArrayList<>();
      try (ResultSet there = statement.executeQuery("select to_regclass('jetbridge.loads')")) {
        if (!there.next() || there.getString(1) == null) {
          return lines;
        }
      }
      try (ResultSet rows = statement.executeQuery(LOADED)) {
        while (rows.next()) {
          lines.add(rows.getString(1) + " " + rows.getLong(2) + " rows");
        }
      }
      return lines;
    } catch (SQLException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot ask the warehouse here: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    server.close();
    s3.close();
  }
}
