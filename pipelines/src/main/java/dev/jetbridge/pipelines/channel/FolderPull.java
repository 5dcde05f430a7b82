package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Files in a local folder whose names fit a contract. */
public final class FolderPull {
  private final Path folder;

  public FolderPull(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies the files into landing, as delivered at the given instant.
   *
   * @throws JetbridgeException CONFIG when the folder or a fitting file in it is missing
   */
  public List<LandedFile> land(Contract contract, Landing landing, Instant delivered) {
    List<LandedFile> landed = new ArrayList<>();
    for (Path file : files(contract)) {
      landed.add(
          landing.take(
              contract.id(),
              file.getFileName().toString(),
              "folder",
              delivered,
              () -> Files.newInputStream(file)));
    }
    return landed;
  }

  /** The files where they are, for a dry run. */
  public List<LandedFile> inPlace(Contract contract) {
    List<LandedFile> files = new ArrayList<>();
    for (Path file : files(contract)) {
      try {
        files.add(
            new LandedFile(
                sha256(file),
                file.getFileName().toString(),
                "folder",
                Files.size(file),
                Instant.EPOCH.toString(),
                file.toAbsolutePath().toString()));
      } catch (IOException e) {
        throw new JetbridgeException(
            FailureKind.EXTERNAL, "Cannot read " + file + ": " + e.getMessage(), e);
      }
    }
    return files;
  }

  private List<Path> files(Contract contract) {
    String pattern = contract.source().orElseThrow().filePattern();
    PathMatcher fits = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    if (!Files.isDirectory(folder)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot ingest from " + folder + ": no such folder");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(Files::isRegularFile)
              .filter(f -> fits.matches(f.getFileName()))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot ingest from "
                + folder
                + ": no file is named "
                + pattern
                + ", as the contract of "
                + contract.id()
                + " says");
      }
      return files;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      int length;
      while ((length = in.read(buffer)) > 0) {
        digest.update(buffer, 0, length);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot hash: no SHA-256 in this Java", e);
    }
  }
}
