package dev.jetbridge.pipelines.landing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files kept as they came, a folder a product: {@code <sha256>.<ext>} and beside it {@code
 * <sha256>.json} with the name and sender. The same content twice is one file.
 */
public final class Landing {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NOTE = Pattern.compile("([0-9a-f]{64})\\.json");

  private final String root;

  /** Landing in a folder of this machine. */
  public Landing(java.nio.file.Path root) {
    this(root.toString());
  }

  /**
   * Landing at a location that every worker sees.
   *
   * @param root such as s3://bucket/jetbridge/landing
   */
  public Landing(String root) {
    this.root = root;
  }

  /**
   * Takes a file in. It becomes visible whole or not at all: what counts is its note, which is
   * written last.
   *
   * @throws JetbridgeException EXTERNAL when it cannot be read or written, such as on a full disk
   */
  public LandedFile take(
      ProductId product, String name, String sender, Instant modified, Source content) {
    Path folder = new Path(root, product.toString());
    Path arriving = new Path(folder, ".arriving-" + UUID.randomUUID());
    try {
      FileSystem files = Storage.of(folder);
      files.mkdirs(folder);
      try {
        MessageDigest digest = sha256();
        long bytes;
        try (InputStream in = new DigestInputStream(content.open(), digest);
            OutputStream out = files.create(arriving, false)) {
          bytes = in.transferTo(out);
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        Path landed = new Path(folder, hash + extension(name));
        Path note = new Path(folder, hash + ".json");
        if (!files.exists(note)) {
          Storage.rename(files, arriving, landed);
          writeNote(files, note, name, sender, bytes, modified);
        }
        return new LandedFile(hash, name, sender, bytes, modified.toString(), landed.toString());
      } finally {
        discard(files, arriving);
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot land " + name + " of " + product + " in " + folder + ": " + e.getMessage(),
          e);
    }
  }

  private static void writeNote(
      FileSystem files, Path note, String name, String sender, long bytes, Instant modified)
      throws IOException {
    byte[] content =
        JSON.writeValueAsBytes(
            Map.of(
                "name", name,
                "sender", sender,
                "bytes", bytes,
                "modified", modified.toString(),
                "extension", extension(name)));
    Path unfinished = new Path(note.getParent(), ".arriving-" + UUID.randomUUID());
    try {
      try (OutputStream out = files.create(unfinished, false)) {
        out.write(content);
      }
      Storage.rename(files, unfinished, note);
    } finally {
      discard(files, unfinished);
    }
  }

  /** The files of a product by name, then hash. */
  public List<LandedFile> files(ProductId product) {
    Path folder = new Path(root, product.toString());
    List<LandedFile> landed = new ArrayList<>();
    try {
      FileSystem files = Storage.of(folder);
      for (FileStatus status : list(files, folder)) {
        Matcher note = NOTE.matcher(status.getPath().getName());
        if (note.matches()) {
          landed.add(read(files, folder, note.group(1)));
        }
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot list landing of " + product + ": " + e.getMessage(), e);
    }
    landed.sort(Comparator.comparing(LandedFile::name).thenComparing(LandedFile::hash));
    return landed;
  }

  private static FileStatus[] list(FileSystem files, Path folder) throws IOException {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private static LandedFile read(FileSystem files, Path folder, String hash) throws IOException {
    Map<?, ?> fields;
    try (InputStream in = files.open(new Path(folder, hash + ".json"))) {
      fields = JSON.readValue(in, Map.class);
    }
    return new LandedFile(
        hash,
        (String) fields.get("name"),
        (String) fields.get("sender"),
        ((Number) fields.get("bytes")).longValue(),
        (String) fields.get("modified"),
        new Path(folder, hash + fields.get("extension")).toString());
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

  private static void discard(FileSystem files, Path path) {
    try {
      files.delete(path, false);
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
