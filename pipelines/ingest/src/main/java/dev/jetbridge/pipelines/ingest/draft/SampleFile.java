package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file that a contract is drafted from; gzip by its name, as for ingestion. */
public final class SampleFile {
  private static final int HEAD = 1 << 18;

  private final Path path;

  SampleFile(Path path) {
    this.path = path;
    if (!Files.isRegularFile(path)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot draft a contract from " + path + ": no such file");
    }
  }

  /** Its name. */
  public String name() {
    return path.getFileName().toString();
  }

  /** The bytes, inflated. */
  public InputStream open() {
    try {
      InputStream raw = Files.newInputStream(path);
      return name().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
    } catch (IOException e) {
      throw refused("it cannot be read: " + e.getMessage());
    }
  }

  /** The first bytes, all of a small file. */
  public byte[] head() {
    try (InputStream in = open()) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw refused("it cannot be read: " + e.getMessage());
    }
  }

  /** Whether the head is all there is. */
  public static boolean isWhole(byte[] head) {
    return head.length < HEAD;
  }

  /** Reads it once, in pieces. */
  public void forEachPiece(Piece piece) {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = open()) {
      int length;
      while ((length = in.read(buffer)) > 0) {
        piece.accept(buffer, length);
      }
    } catch (IOException | UncheckedIOException e) {
      throw refused("it cannot be read: " + e.getMessage());
    }
  }

  /** Some bytes of a file. */
  @FunctionalInterface
  public interface Piece {
    /** Takes some. */
    void accept(byte[] bytes, int length);
  }

  /** What is thrown when no contract can be drafted from it. */
  public JetbridgeException refused(String reason) {
    return new JetbridgeException(
        FailureKind.CONTRACT, "Cannot draft a contract from " + path + ": " + reason);
  }
}
