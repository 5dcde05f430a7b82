package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder where everything of one installation lives. */
public record Home(Path root) {
  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The home in that folder, created when absent.
   *
   * @throws JetbridgeException CONFIG when the folder cannot be made or written
   */
  public static Home at(Path root) {
    Home home = new Home(root);
    try {
      Files.createDirectories(home.root);
    } catch (IOException e) {
      throw unusable(home, "it cannot be created", e);
    }
    if (!Files.isWritable(home.root)) {
      throw unusable(home, "no permission to write there", null);
    }
    return home;
  }

  private static JetbridgeException unusable(Home home, String reason, Exception cause) {
    return new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot use home " + home.root + ": " + reason + "; choose another with --home DIR",
        cause);
  }

  /** Files as their senders wrote them, one folder a product, named by content. */
  public Path landing() {
    return root.resolve("landing");
  }

  /** The files the embedded SFTP server offers. */
  public Path sources() {
    return root.resolve("sources");
  }

  /** The folder of a data set that the embedded Data Exchange offers: a sub-folder a revision. */
  public Path dataSet(String id) {
    return sources().resolve("data-exchange").resolve(id);
  }

  /** What the simulator knows and no job may read. */
  public Path truth() {
    return root.resolve("truth");
  }

  /** Intermediate rows of a run; emptied when it ends. */
  public Path staging() {
    return root.resolve("staging");
  }

  /** The Parquet ports, one folder a product. */
  public Path ports() {
    return root.resolve("ports");
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  public Path report() {
    return root.resolve("report");
  }
}
