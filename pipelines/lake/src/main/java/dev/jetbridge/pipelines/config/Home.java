package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder where everything of one installation lives. */
public record Home(Path root) {
  /** Where it is when nobody says. */
  public static final String DEFAULT = "jetbridge-home";

  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The home in that folder, created when absent. What is new in it is for its owner only: it holds
   * personal data. Somebody who shares ports opens them once and they stay open; the other folders
   * are closed again.
   *
   * @throws JetbridgeException CONFIG when the folder cannot be made or written
   */
  public static Home at(Path root) {
    Home home = new Home(root);
    try {
      OwnerOnly.make(home.root);
    } catch (IOException e) {
      throw unusable(
          home, Files.exists(home.root) ? "it is not a folder" : "it cannot be created", e);
    }
    if (!Files.isWritable(home.root)) {
      throw unusable(home, "no permission to write there", null);
    }
    try {
      for (Path folder : List.of(home.ports(), home.report())) {
        OwnerOnly.make(folder);
      }
      for (Path folder : home.closed()) {
        OwnerOnly.make(folder);
        OwnerOnly.close(folder);
      }
    } catch (IOException e) {
      throw unusable(home, "its folders cannot be made private to their owner", e);
    }
    return home;
  }

  private static JetbridgeException unusable(Home home, String reason, Exception cause) {
    return new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot use home " + home.root + ": " + reason + "; choose another with --home DIR",
        cause);
  }

  private List<Path> closed() {
    return List.of(
        landing(), staging(), secrets(), local(), root.resolve("logs"), root.resolve("warehouse"));
  }

  /** Whether something of an installation is there. */
  public boolean exists() {
    return Files.isDirectory(root);
  }

  /** Files as their senders wrote them, one folder a product, named by content. */
  public Path landing() {
    return root.resolve("landing");
  }

  /** The files that the embedded servers offer. */
  public Path sources() {
    return root.resolve("sources");
  }

  /** What the simulator knows and no job may read. */
  public Path truth() {
    return root.resolve("truth");
  }

  /** Intermediate rows of a run; emptied when it ends. */
  public Path staging() {
    return root.resolve("staging");
  }

  /** What Spark keeps and spills while a process runs. */
  public Path local() {
    return root.resolve("local");
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
