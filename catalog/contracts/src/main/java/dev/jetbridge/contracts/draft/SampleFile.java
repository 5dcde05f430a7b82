package dev.jetbridge.contracts.draft;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A file that a contract is drafted from; gzip by its name, as for ingestion. */
final class SampleFile {
  private static final int HEAD = 1 << 18;

  private final Path path;

  SampleFile(Path path) {
    this.path = path;
    if (!Files.isRegularFile(path)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot draft a contract from " + path + ": no such file");
    }
  }

  String name() {
    return path.getFileName().toString();
  }

  /** The bytes, inflated. */
  InputStream open() {
    try {
      InputStream raw = Files.newInputStream(path);
      return name().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
    } catch (IOException e) {
      throw refused("it cannot be read: " + e.getMessage());
    }
  }

  /** The first bytes, all of a small file. */
  byte[] head() {
    try (InputStream in = open()) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw refused("it cannot be read: " + e.getMessage());
    }
  }

  /** Whether the head is all there is. */
  static boolean isWhole(byte[] head) {
    return head.length < HEAD;
  }

  /** What is not text of records, told from the first bytes. */
  void refuseOtherFormats(byte[] head) {
    if (head.length == 0) {
      throw refused("it is empty");
    }
    if (startsWith(head, 0x1f, 0x8b)) {
      throw refused("it is gzip, but its name does not end in .gz");
    }
    if (startsWith(head, 'P', 'A', 'R', '1')) {
      throw refused("it is Parquet; files are csv or json");
    }
    if (startsWith(head, 'P', 'K', 3, 4)) {
      throw refused("it is a zip archive or a workbook; files are csv or json, plain or gzip");
    }
    if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
      throw refused("it is encoded in UTF-16; write it in UTF-8");
    }
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        throw refused(
            isEveryOther(head)
                ? "every other byte is NUL: it seems to be UTF-16; write it in UTF-8"
                : "byte " + i + " is NUL: it is not text");
      }
    }
  }

  /** Text of ASCII in UTF-16 has a NUL in every other byte. */
  private static boolean isEveryOther(byte[] head) {
    int looked = Math.min(head.length, 1 << 9) / 2 * 2;
    int[] nuls = new int[2];
    for (int i = 0; i < looked; i++) {
      nuls[i % 2] += head[i] == 0 ? 1 : 0;
    }
    return 5 * Math.max(nuls[0], nuls[1]) >= looked && 10 * Math.min(nuls[0], nuls[1]) < looked;
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    byte[] wanted = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      wanted[i] = (byte) bytes[i];
    }
    return head.length >= bytes.length
        && Arrays.equals(head, 0, bytes.length, wanted, 0, bytes.length);
  }

  /** Reads it once, in pieces. */
  void forEachPiece(Piece piece) {
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
  interface Piece {
    void accept(byte[] bytes, int length);
  }

  JetbridgeException refused(String reason) {
    return new JetbridgeException(
        FailureKind.CONTRACT, "Cannot draft a contract from " + path + ": " + reason);
  }
}
