package dev.jetbridge.pipelines.landing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.storage.Storage;
import dev.jetbridge.registry.AwsFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files kept as they came. The bytes lie once in the folder of their source, see {@link
 * SourceFiles}; which of them are files of a product say notes in a folder a product: {@code
 * <sha256>.json} has the name, the sender and the folder, so one file may feed several products,
 * and each deals with it for itself. Files of a {@link Shipment} share one note, {@code
 * shipment-<id>.json}. The same content twice is one file, that of the earlier delivery. A file
 * without a note is not there yet. Older versions kept the bytes in the folder of the product, and
 * their notes name no other folder.
 */
public final class Landing {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NOTE = Pattern.compile("([0-9a-f]{64})\\.json");
  private static final String MENDED_EXTENSION = ".jsonl";
  private static final Pattern MENDED = Pattern.compile("mended-[0-9a-f]{64}\\.jsonl");
  private static final Pattern SHIPMENT = Pattern.compile("shipment-(.+)\\.json");

  private static final Pattern TAKEN = Pattern.compile("([0-9a-f]{64})\\.([0-9a-f]{32})\\.taken");

  /** Endings of names that say nothing of a compression to the readers of Spark. */
  private static final Pattern ENDING =
      Pattern.compile("(?!bz2|deflate|gz|lz4|lzo|snappy|xz|z$|zip|zst)[a-z][a-z0-9]{0,7}");

  /** That of notes. */
  private static final String NOTE_ENDING = "json";

  /** The folder of the sources; a product has a dot in its name. */
  static final String FILES = "files";

  private final DomainFolders roots;

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
    this(DomainFolders.at(root));
  }

  /**
   * Landing of domains that may have one of their own. A source that feeds products of several
   * lands in each: nobody reads the landing of another domain.
   */
  public Landing(DomainFolders roots) {
    this.roots = roots;
  }

  /**
   * Takes a file in for one product. It becomes visible whole or not at all: what counts is its
   * note, which is written last.
   *
   * @throws JetbridgeException EXTERNAL when it cannot be read or written, such as on a full disk
   */
  public LandedFile take(
      ProductId product, String name, String sender, Instant modified, Source content) {
    LandedFile file = source(product, sender).take(sender, name, modified, content);
    enter(product, file);
    return file;
  }

  /** The files of a source where those of a product land. */
  public SourceFiles source(ProductId product, String location) {
    return new SourceFiles(root(product), location);
  }

  /** Where the files of a product land: products with one of it share what their sources send. */
  public String root(ProductId product) {
    return roots.of(product);
  }

  /**
   * Makes a file of a source one of a product, with what its sender says of it.
   *
   * @throws JetbridgeException EXTERNAL when that cannot be noted
   */
  public void enter(ProductId product, LandedFile file) {
    try {
      note(product, file);
    } catch (IOException e) {
      throw failed(file.name(), "of " + product, folder(product), e);
    }
  }

  private void note(ProductId product, LandedFile file) throws IOException {
    Path note = new Path(folder(product), file.hash() + ".json");
    if (!Storage.of(note).exists(note)) {
      publish(note, described(product, file));
    } else if (!file.promise().equals(Promise.NONE)) {
      correct(product, file, note);
    }
  }

  /** What its sender says of a file anew holds; that of another name with its content does not. */
  private void correct(ProductId product, LandedFile again, Path note) throws IOException {
    LandedFile first = read(product, again.hash(), json(note));
    if (first.name().equals(again.name()) && !first.promise().equals(again.promise())) {
      publish(note, described(product, first.promised(again.promise())));
    }
  }

  /** Begins to take files that become visible together. */
  public Shipment begin(ProductId product, String id) {
    return new Shipment(this, product, id);
  }

  /** The ids of the shipments of a product that were taken whole. */
  public Set<String> shipments(ProductId product) {
    Set<String> ids = new TreeSet<>();
    try {
      for (FileStatus status : list(folder(product))) {
        Matcher note = SHIPMENT.matcher(status.getPath().getName());
        if (note.matches()) {
          ids.add(note.group(1));
        }
      }
    } catch (IOException e) {
      throw unlisted(product, e);
    }
    return ids;
  }

  /** The files of a product by name, then hash. */
  public List<LandedFile> files(ProductId product) {
    return files(product, Set.of());
  }

  /**
   * The files of a product by name, then hash, but for some. The notes of those are not opened:
   * after a year of deliveries most files are known, and each note is a request to the storage.
   *
   * @param known hashes of the files to leave out
   */
  public List<LandedFile> files(ProductId product, Set<String> known) {
    List<LandedFile> noted = new ArrayList<>();
    try {
      for (FileStatus status : list(folder(product))) {
        Matcher alone = NOTE.matcher(status.getPath().getName());
        if (alone.matches()) {
          if (!known.contains(alone.group(1))) {
            noted.add(read(product, alone.group(1), json(status.getPath())));
          }
        } else if (SHIPMENT.matcher(status.getPath().getName()).matches()) {
          for (JsonNode file : json(status.getPath()).get("files")) {
            noted.add(read(product, file.get("hash").asText(), file));
          }
        }
      }
    } catch (IOException e) {
      throw unlisted(product, e);
    }
    noted.removeIf(file -> known.contains(file.hash()));
    noted.sort(Comparator.comparing((LandedFile file) -> Instant.parse(file.modified())));
    Map<String, LandedFile> earliest = new LinkedHashMap<>();
    noted.forEach(file -> earliest.putIfAbsent(file.hash(), file));
    List<LandedFile> files = new ArrayList<>(earliest.values());
    files.sort(Comparator.comparing(LandedFile::name).thenComparing(LandedFile::hash));
    return files;
  }

  /**
   * The key of a file as a server lists it: who lists the same again need not send it again.
   * Servers tell whole seconds.
   */
  public static String delivery(String name, long bytes, Instant modified) {
    String listed = name + "|" + bytes + "|" + modified.getEpochSecond();
    return HexFormat.of()
        .formatHex(sha256().digest(listed.getBytes(StandardCharsets.UTF_8)))
        .substring(0, 32);
  }

  /**
   * Notes that a file was taken as listed. The note is the name of an empty file, so that whoever
   * asks for all of them opens none; one content may be listed under several names and times.
   */
  public void delivered(ProductId product, LandedFile file, String delivery) {
    try {
      taken(product, file.hash(), delivery);
    } catch (IOException e) {
      throw failed(file.name(), "of " + product, folder(product), e);
    }
  }

  private void taken(ProductId product, String hash, String delivery) throws IOException {
    mark(new Path(folder(product), hash + "." + delivery + ".taken"));
  }

  /**
   * The keys of all files of a product that were taken, see {@link #delivery}. Files that an older
   * version took are noted on the way.
   */
  public Set<String> deliveries(ProductId product) {
    Set<String> deliveries = new HashSet<>();
    Set<String> noted = new HashSet<>();
    try {
      for (FileStatus status : list(folder(product))) {
        Matcher taken = TAKEN.matcher(status.getPath().getName());
        if (taken.matches()) {
          noted.add(taken.group(1));
          deliveries.add(taken.group(2));
        }
      }
      for (LandedFile file : files(product, noted)) {
        String delivery = delivery(file.name(), file.bytes(), Instant.parse(file.modified()));
        taken(product, file.hash(), delivery);
        deliveries.add(delivery);
      }
    } catch (IOException e) {
      throw unlisted(product, e);
    }
    return deliveries;
  }

  /**
   * Keeps records of a product that somebody mended, as one file of JSON lines; the same again is
   * one file.
   *
   * @throws JetbridgeException EXTERNAL when it cannot be written
   */
  public void keepMended(ProductId product, byte[] lines) {
    Path file =
        new Path(
            folder(product),
            "mended-" + HexFormat.of().formatHex(sha256().digest(lines)) + MENDED_EXTENSION);
    try {
      Storage.of(file).mkdirs(folder(product));
      Storage.replace(file, lines);
    } catch (IOException e) {
      throw failed("corrected records", "of " + product, folder(product), e);
    }
  }

  /** The files with mended records of a product, see {@link #keepMended}. */
  public List<String> mended(ProductId product) {
    List<String> files = new ArrayList<>();
    try {
      for (FileStatus status : list(folder(product))) {
        if (MENDED.matcher(status.getPath().getName()).matches()) {
          files.add(status.getPath().toString());
        }
      }
    } catch (IOException e) {
      throw unlisted(product, e);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** Makes the files of a shipment visible, all in one step. */
  void complete(ProductId product, String id, List<LandedFile> files) {
    Path folder = folder(product);
    try {
      Storage.of(folder).mkdirs(folder);
      publish(
          new Path(folder, "shipment-" + id + ".json"),
          Map.of("files", files.stream().map(file -> described(product, file)).toList()));
    } catch (IOException e) {
      throw failed("shipment " + id, "of " + product, folder, e);
    }
  }

  private Map<String, Object> described(ProductId product, LandedFile file) {
    Map<String, Object> note = new TreeMap<>();
    Path bytes = new Path(file.path());
    if (bytes.getParent().getParent().equals(new Path(root(product), FILES))) {
      note.put("folder", bytes.getParent().getName());
    }
    note.put("hash", file.hash());
    note.put("name", file.name());
    note.put("sender", file.sender());
    note.put("bytes", file.bytes());
    note.put("modified", file.modified());
    note.put("extension", bytes.getName().substring(file.hash().length()));
    if (!file.sent().equals(file.modified())) {
      note.put("sent", file.sent());
    }
    if (!file.promise().equals(Promise.NONE)) {
      note.put("promise", file.promise());
    }
    return note;
  }

  /** A note that its name says whole: it is there at once, and the same again is the same. */
  static void mark(Path note) throws IOException {
    Storage.of(note).create(note, true).close();
  }

  private static void publish(Path note, Map<String, Object> content) throws IOException {
    Storage.replace(note, JSON.writeValueAsBytes(content));
  }

  private Path folder(ProductId product) {
    return new Path(root(product), product.toString());
  }

  static JetbridgeException failed(String file, String whose, Path folder, IOException cause) {
    return told("Cannot land " + Printable.of(file) + " " + whose + " in " + folder, cause);
  }

  private static JetbridgeException unlisted(ProductId product, IOException cause) {
    return told("Cannot list landing of " + product, cause);
  }

  private static JetbridgeException told(String attempt, IOException cause) {
    return AwsFailure.in(attempt, cause)
        .orElseGet(
            () ->
                new JetbridgeException(
                    FailureKind.EXTERNAL, attempt + ": " + cause.getMessage(), cause));
  }

  static FileStatus[] list(Path folder) throws IOException {
    try {
      return Storage.of(folder).listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private static JsonNode json(Path note) throws IOException {
    try (InputStream in = Storage.of(note).open(note)) {
      return JSON.readTree(in);
    }
  }

  private LandedFile read(ProductId product, String hash, JsonNode note) {
    Path folder =
        note.has("folder")
            ? SourceFiles.folder(root(product), note.get("folder").asText())
            : folder(product);
    return new LandedFile(
        hash,
        note.get("name").asText(),
        note.get("sender").asText(),
        note.get("bytes").asLong(),
        note.get("modified").asText(),
        new Path(folder, hash + note.get("extension").asText()).toString(),
        note.has("promise") ? JSON.convertValue(note.get("promise"), Promise.class) : Promise.NONE,
        note.get(note.has("sent") ? "sent" : "modified").asText());
  }

  /**
   * The ending of a name, by which people know what a file is. Long ones are left off, as names may
   * not be of any length, and those of compressions, which the readers of Spark would undo.
   */
  static String extension(String name) {
    boolean gzip = name.endsWith(".gz");
    String plain = gzip ? name.substring(0, name.length() - 3) : name;
    String ending = plain.substring(plain.lastIndexOf('.') + 1);
    boolean kept = ending.length() < plain.length() && ENDING.matcher(ending).matches();
    return (kept ? "." + (ending.equals(NOTE_ENDING) ? ending + "l" : ending) : "")
        + (gzip ? ".gz" : "");
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot hash: no SHA-256 in this Java", e);
    }
  }

  static void discard(FileSystem files, Path path) {
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
