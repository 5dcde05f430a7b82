package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.landing.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Files in a local folder whose names fit a contract, or one of them. */
public final class FolderPull {
  private final Path folder;

  /** The one file that is meant; null for all. */
  private final String only;

  public FolderPull(Path folder) {
    this.only = Files.isRegularFile(folder) ? folder.getFileName().toString() : null;
    this.folder = only == null ? folder : folder.toAbsolutePath().getParent();
  }

  /**
   * Copies the files into landing, as delivered at the given instant.
   *
   * @throws JetbridgeException CONFIG when the folder or a fitting file in it is missing
   */
  public List<LandedFile> land(Contract contract, Landing landing, Instant delivered) {
    // Landing one file is a wait for the disk, or for a store far away.
    return ready(contract).parallelStream()
        .map(
            file ->
                landing.take(
                    contract.id(),
                    file.getFileName().toString(),
                    "folder",
                    delivered,
                    sent(file),
                    promise(contract, file),
                    () -> Files.newInputStream(file)))
        .toList();
  }

  /** What is left in the folder and why, in words. */
  public List<String> notes(Contract contract) {
    List<String> notes = new ArrayList<>();
    for (Path file : files(contract)) {
      List<String> missing = missing(contract, file);
      if (!missing.isEmpty()) {
        notes.add(
            Printable.of(file.getFileName() + " is waiting for " + String.join(" and ", missing)));
      }
    }
    return notes;
  }

  private List<Path> ready(Contract contract) {
    return files(contract).stream().filter(file -> missing(contract, file).isEmpty()).toList();
  }

  private List<String> missing(Contract contract, Path file) {
    return new PromiseFiles(contract.source().orElseThrow())
        .missing(file.getFileName().toString(), n -> isInside(folder.resolve(n)));
  }

  /** Which of two files of a name is the newer one: their folders may be delivered at one as-of. */
  private static Instant sent(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot read the time of " + Printable.of(file.toString()) + ": " + e.getMessage(),
          e);
    }
  }

  private Promise promise(Contract contract, Path file) {
    try {
      return new PromiseFiles(contract.source().orElseThrow())
          .read(file.getFileName().toString(), n -> () -> Files.newInputStream(folder.resolve(n)));
    } catch (IOException e) {
      return Promise.unclear("what its sender says of it cannot be read");
    }
  }

  /** The files where they are, for a dry run. */
  public List<LandedFile> inPlace(Contract contract) {
    List<LandedFile> files = new ArrayList<>();
    for (Path file : ready(contract)) {
      try {
        files.add(
            new LandedFile(
                sha256(file),
                file.getFileName().toString(),
                "folder",
                Files.size(file),
                Instant.EPOCH.toString(),
                file.toAbsolutePath().toString(),
                promise(contract, file),
                sent(file).toString()));
      } catch (IOException e) {
        throw new JetbridgeException(
            FailureKind.EXTERNAL,
            "Cannot read " + Printable.of(file.toString()) + ": " + e.getMessage(),
            e);
      }
    }
    return files;
  }

  private List<Path> files(Contract contract) {
    String pattern = contract.source().orElseThrow().filePattern();
    FileNamePattern fits = new FileNamePattern(pattern);
    PromiseFiles promises = new PromiseFiles(contract.source().orElseThrow());
    if (!Files.isDirectory(folder)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot ingest from " + folder + ": no such folder or file");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(f -> only == null || f.getFileName().toString().equals(only))
              .filter(f -> fits.fits(f.getFileName().toString()))
              .filter(f -> !promises.speaksOfAnother(f.getFileName().toString()))
              .filter(this::isInside)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot ingest from "
                + (only == null ? folder : folder.resolve(only))
                + (only == null ? ": no file is named " : ": it is not named ")
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

  /**
   * Whether this is a file that lies in the folder: a link that leads out of it is not followed.
   */
  private boolean isInside(Path file) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
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
