package dev.jetbridge.pipelines.landing;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that one source sent, each once, whatever number of products it feeds: {@code
 * <sha256>.<ext>}. Beside a file that a server listed stands {@code <sha256>.<listing>.taken}, by
 * which it is known when it is listed again. Which of them are files of a product, the notes of the
 * product say, see {@link Landing}. Several threads may take files.
 */
public final class SourceFiles {
  private static final Pattern TAKEN = Pattern.compile("([0-9a-f]{64})\\.([0-9a-f]{32})\\.taken");

  /** Characters of a source that its folder shows; a digest tells apart what is cut off. */
  private static final int SHOWN = 80;

  private static final int DIGITS = 12;

  private final String source;
  private final Path folder;

  /** The hash of each file that was listed, by its listing; empty before anybody looked. */
  private final Map<String, String> taken = new ConcurrentHashMap<>();

  private final Set<String> stored = ConcurrentHashMap.newKeySet();
  private boolean looked;

  /**
   * @param source its location, such as sftp://host/folder
   */
  SourceFiles(String root, String source) {
    this.source = source;
    this.folder = folder(root, folderName(source));
  }

  static Path folder(String root, String name) {
    return new Path(new Path(root, Landing.FILES), name);
  }

  /** The folder of a source: its letters, to be read, and a digest. */
  private static String folderName(String source) {
    String letters = source.replaceAll("[^A-Za-z0-9.]+", "-");
    String digest =
        HexFormat.of().formatHex(Landing.sha256().digest(source.getBytes(StandardCharsets.UTF_8)));
    return letters.substring(0, Math.min(SHOWN, letters.length()))
        + "-"
        + digest.substring(0, DIGITS);
  }

  /**
   * Takes a file that a server listed; one that was listed so before is here already, and is not
   * read again.
   *
   * @param sender the part of the source that sent it, such as a revision
   * @param bytes its size as listed
   * @param modified its time as listed
   * @throws JetbridgeException EXTERNAL when it cannot be read or written, such as on a full disk
   */
  public LandedFile takeOnce(
      String sender, String name, long bytes, Instant modified, Landing.Source content) {
    try {
      String listing = Landing.delivery(sender + "|" + name, bytes, modified);
      look();
      String hash = taken.get(listing);
      if (hash != null && stored.contains(stored(hash, name))) {
        return file(sender, name, hash, bytes, modified);
      }
      LandedFile file = store(sender, name, modified, content);
      Landing.mark(new Path(folder, file.hash() + "." + listing + ".taken"));
      taken.put(listing, file.hash());
      stored.add(stored(file.hash(), name));
      return file;
    } catch (IOException e) {
      throw Landing.failed(name, "from " + source, folder, e);
    }
  }

  /**
   * Takes a file that nobody listed, whether it came before or not.
   *
   * @throws JetbridgeException EXTERNAL when it cannot be read or written, such as on a full disk
   */
  public LandedFile take(String sender, String name, Instant modified, Landing.Source content) {
    try {
      return store(sender, name, modified, content);
    } catch (IOException e) {
      throw Landing.failed(name, "from " + source, folder, e);
    }
  }

  /** Brings the bytes of a file in; the same bytes again are the same file. */
  private LandedFile store(String sender, String name, Instant modified, Landing.Source content)
      throws IOException {
    Path arriving = new Path(folder, ".arriving-" + UUID.randomUUID());
    FileSystem files = Storage.of(folder);
    files.mkdirs(folder);
    try {
      MessageDigest digest = Landing.sha256();
      long bytes;
      try (InputStream in = new DigestInputStream(content.open(), digest);
          OutputStream out = Storage.create(files, arriving)) {
        bytes = in.transferTo(out);
      }
      String hash = HexFormat.of().formatHex(digest.digest());
      LandedFile file = file(sender, name, hash, bytes, modified);
      Storage.rename(files, arriving, new Path(file.path()));
      return file;
    } finally {
      Landing.discard(files, arriving);
    }
  }

  private LandedFile file(String sender, String name, String hash, long bytes, Instant modified) {
    Path path = new Path(folder, stored(hash, name));
    return new LandedFile(hash, name, sender, bytes, modified.toString(), path.toString());
  }

  private static String stored(String hash, String name) {
    return hash + Landing.extension(name);
  }

  private synchronized void look() throws IOException {
    if (looked) {
      return;
    }
    for (FileStatus status : Landing.list(folder)) {
      Matcher note = TAKEN.matcher(status.getPath().getName());
      if (note.matches()) {
        taken.put(note.group(2), note.group(1));
      } else {
        stored.add(status.getPath().getName());
      }
    }
    looked = true;
  }
}
