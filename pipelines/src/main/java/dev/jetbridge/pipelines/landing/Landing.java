package dev.jetbridge.pipelines.landing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Files kept as they came, a folder a product: {@code <sha256>.<ext>} and beside it {@code
 * <sha256>.json} with the name and sender. The same content twice is one file.
 */
public final class Landing {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  public Landing(Path root) {
    this.root = root;
  }

  /**
   * Takes a file in. It becomes visible whole or not at all.
   *
   * @throws JetbridgeException EXTERNAL when it cannot be read or written, such as on a full disk
   */
  public LandedFile take(
      ProductId product, String name, String sender, Instant modified, Source content) {
    Path folder = root.resolve(product.toString());
    Path arriving = null;
    try {
      Files.createDirectories(folder);
      arriving = Files.createTempFile(folder, ".arriving-", "");
      MessageDigest digest = sha256();
      long bytes;
      try (InputStream in = new DigestInputStream(content.open(), digest);
          OutputStream out = Files.newOutputStream(arriving)) {
        bytes = in.transferTo(out);
      }
      String hash = HexFormat.of().formatHex(digest.digest());
      Path landed = folder.resolve(hash + extension(name));
      LandedFile file =
          new LandedFile(hash, name, sender, bytes, modified.toString(), landed.toString());
      Path note = folder.resolve(hash + ".json");
      if (!Files.exists(note)) {
        Files.move(
            arriving, landed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path unfinished = Files.createTempFile(folder, ".arriving-", ".json");
        JSON.writeValue(
            unfinished.toFile(),
            Map.of(
                "name", name,
                "sender", sender,
                "bytes", bytes,
                "modified", modified.toString(),
                "extension", extension(name)));
        Files.move(unfinished, note, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot land " + name + " of " + product + " in " + folder + ": " + e.getMessage(),
          e);
    } finally {
      discard(arriving);
    }
  }

  /** The files of a product by name, then hash. */
  public List<LandedFile> files(ProductId product) {
    Path folder = root.resolve(product.toString());
    List<LandedFile> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder, "[0-9a-f]*.json")) {
      for (Path note : notes) {
        String hash = note.getFileName().toString().replace(".json", "");
        Map<?, ?> fields = JSON.readValue(note.toFile(), Map.class);
        files.add(
            new LandedFile(
                hash,
                (String) fields.get("name"),
                (String) fields.get("sender"),
                ((Number) fields.get("bytes")).longValue(),
                (String) fields.get("modified"),
                folder.resolve(hash + fields.get("extension")).toString()));
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot list landing of " + product + ": " + e.getMessage(), e);
    }
    files.sort(Comparator.comparing(LandedFile::name).thenComparing(LandedFile::hash));
    return files;
  }

  /** The part of a name that says how to read it. */
  static String extension(String name) {
    boolean gzip = name.endsWith(".gz");
    String plain = gzip ? name.substring(0, name.length() - 3) : name;
    int dot = plain.lastIndexOf('.');
    String kind = dot < 0 ? "" : plain.substring(dot).replaceAll("[^.a-zA-Z0-9]", "");
    return (kind.equals(".json") ? ".jsonl" : kind) + (gzip ? ".gz" : "");
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot hash: no SHA-256 in this Java", e);
    }
  }

  private static void discard(Path path) {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // A leftover .arriving- file is never read; the next run works all the same.
    }
  }

  /** Content that can be opened once. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }
}
