package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.pattern.FileGlob;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.landing.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attribute;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * The folder of one product on an SFTP server, over as many connections as it takes. One file that
 * cannot be taken stays where it is, with a note; the others are taken. A listing that breaks off
 * is no listing: nothing is taken by it.
 */
final class SftpFolder {
  private static final String LINK = "is a link, which is not followed";
  private static final int MOST_ENTRIES = 1_000_000;

  private final Contract contract;
  private final SourceFormat source;
  private final int tries;
  private final String host;
  private final String folder;
  private final PromiseFiles promises;

  private final Map<String, String> notes = new TreeMap<>();
  private final Map<String, Integer> broken = new HashMap<>();
  private Optional<JetbridgeException> failure = Optional.empty();
  private boolean done;
  private int listings;
  private int files;
  private long bytes;

  /**
   * @param tries how often what breaks off is tried
   */
  SftpFolder(Contract contract, int tries) {
    this.contract = contract;
    this.source = contract.source().orElseThrow();
    this.tries = tries;
    URI location = URI.create(source.location().replaceAll("[*?\\[\\]{}]", "_"));
    this.host = location.getHost();
    String path = location.getPath();
    this.folder = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    this.promises = new PromiseFiles(source);
  }

  /** Whether there is nothing left to try. */
  boolean done() {
    return done;
  }

  /** What was settled so far, be it taken or given up: more of it means that trying helps. */
  int settled() {
    return files + notes.size() + (done ? 1 : 0);
  }

  /** What came of it. */
  Pulled pulled() {
    return new Pulled(files, bytes, List.copyOf(notes.values()), failure.stream().toList());
  }

  /**
   * Takes the files that were delivered up to an instant and are not in landing.
   *
   * @throws IOException when the connection ended: the folder goes on over another one
   */
  void pull(SftpClient sftp, Landing landing, Instant asOf) throws IOException {
    List<DirEntry> listed;
    try {
      listed = list(sftp);
    } catch (SftpException e) {
      unlisted(sftp, e);
      return;
    }
    Map<String, DirEntry> delivered = delivered(listed, asOf);
    Set<String> known = landing.deliveries(contract.id());
    List<DirEntry> due = new ArrayList<>();
    for (DirEntry entry : delivered.values()) {
      if (isDue(entry, delivered, known)) {
        due.add(entry);
      }
    }
    // What broke a connection comes last, so that it keeps nothing else from being taken.
    due.sort(Comparator.comparingInt(e -> broken.getOrDefault(e.getFilename(), 0)));
    for (DirEntry entry : due) {
      take(sftp, landing, entry, delivery(entry, delivered));
    }
    done = true;
  }

  /** All entries, up to the end that the server states. */
  private List<DirEntry> list(SftpClient sftp) throws IOException {
    List<DirEntry> entries = new ArrayList<>();
    try (SftpClient.CloseableHandle handle = sftp.openDir(folder)) {
      List<DirEntry> part;
      // A part without entries is not the end; MINA's own loop takes it for one.
      while ((part = sftp.readDir(handle, new AtomicReference<>())) != null) {
        entries.addAll(part);
        if (entries.size() > MOST_ENTRIES) {
          throw new SftpException(
              SftpConstants.SSH_FX_FAILURE, "it has more than " + MOST_ENTRIES + " entries");
        }
      }
    }
    return entries;
  }

  private void unlisted(SftpClient sftp, SftpException cause) throws IOException {
    if (!sftp.isOpen()) {
      throw cause;
    }
    listings++;
    if (isRefusal(cause) || listings >= tries) {
      done = true;
      failure =
          Optional.of(
              new JetbridgeException(
                  FailureKind.EXTERNAL,
                  "Cannot list sftp://"
                      + host
                      + folder
                      + " for "
                      + contract.id()
                      + ": "
                      + Printable.of(String.valueOf(cause.getMessage()))
                      + (listings > 1 ? " (" + listings + " times)" : "")
                      + "; nothing of it was taken, the next run lists it again",
                  cause));
    }
  }

  /** What is there by the instant, by name: those who sort do the same whatever the server does. */
  private Map<String, DirEntry> delivered(List<DirEntry> listed, Instant asOf) {
    Map<String, DirEntry> delivered = new TreeMap<>();
    FileGlob fits = new FileGlob(source.filePattern());
    for (DirEntry entry : listed) {
      String name = entry.getFilename();
      Attributes attributes = entry.getAttributes();
      if (!attributes.getFlags().contains(Attribute.ModifyTime)) {
        if (fits.fits(name)) {
          note(name, "is left: the server states no time of it");
        }
      } else if (!modified(attributes).isAfter(asOf)) {
        delivered.put(name, entry);
      } else if (fits.fits(name) && modified(attributes).isAfter(Instant.now())) {
        note(
            name,
            "is left: its time, "
                + modified(attributes)
                + ", is in the future; it is taken by a run whose as-of is not before that time");
      }
    }
    return delivered;
  }

  private boolean isDue(DirEntry entry, Map<String, DirEntry> delivered, Set<String> known) {
    String name = entry.getFilename();
    Attributes attributes = entry.getAttributes();
    if (!new FileGlob(source.filePattern()).fits(name)
        || promises.speaksOfAnother(name)
        || notes.containsKey(name)
        || known.contains(delivery(entry, delivered))) {
      return false;
    }
    if (!attributes.isRegularFile()) {
      note(name, attributes.isDirectory() ? "is a folder" : LINK);
      return false;
    }
    if (!attributes.getFlags().contains(Attribute.Size)) {
      note(name, "is left: the server states no size of it");
      return false;
    }
    List<String> missing = promises.missing(name, n -> isFile(delivered.get(n)));
    if (!missing.isEmpty()) {
      note(name, "is waiting for " + Printable.of(String.join(" and ", missing)));
    }
    return missing.isEmpty();
  }

  /** What was listed of a file and of what its sender says of it: either may be mended. */
  private String delivery(DirEntry entry, Map<String, DirEntry> delivered) {
    StringBuilder listed = new StringBuilder(entry.getFilename());
    for (String companion : promises.companions(entry.getFilename())) {
      if (isFile(delivered.get(companion))) {
        Attributes attributes = delivered.get(companion).getAttributes();
        listed.append('|').append(attributes.getSize()).append('|').append(modified(attributes));
      }
    }
    Attributes attributes = entry.getAttributes();
    return Landing.delivery(listed.toString(), attributes.getSize(), modified(attributes));
  }

  private static boolean isFile(DirEntry entry) {
    return entry != null && entry.getAttributes().isRegularFile();
  }

  /**
   * @throws IOException when the connection ended and the file is tried again over another one
   */
  private void take(SftpClient sftp, Landing landing, DirEntry entry, String delivery)
      throws IOException {
    String name = entry.getFilename();
    Instant modified = modified(entry.getAttributes());
    try {
      LandedFile file =
          landing.take(
              contract.id(),
              name,
              "sftp://" + host + folder,
              modified,
              promise(sftp, name),
              () -> opened(sftp, entry));
      landing.delivered(contract.id(), file, delivery);
      files++;
      bytes += file.bytes();
    } catch (SettledStream.Broken e) {
      leftBehind(sftp, name, e.failure());
    } catch (JetbridgeException e) {
      if (e.getCause() instanceof SettledStream.Changed changed) {
        note(name, changed.getMessage());
      } else if (e.getCause() instanceof SettledStream.Broken failed) {
        leftBehind(sftp, name, failed.failure());
      } else {
        throw e;
      }
    }
  }

  private Promise promise(SftpClient sftp, String name) throws IOException {
    try {
      return promises.read(name, n -> () -> sftp.read(folder + "/" + n));
    } catch (IOException e) {
      if (e instanceof SftpException refusal && isRefusal(refusal)) {
        return Promise.unclear("what its sender says of it cannot be read");
      }
      throw new SettledStream.Broken(e);
    }
  }

  private InputStream opened(SftpClient sftp, DirEntry entry) throws IOException {
    String remote = folder + "/" + entry.getFilename();
    Attributes listed = entry.getAttributes();
    try {
      // Another server may call a link what its listing called a file.
      if (!sftp.lstat(remote).isRegularFile()) {
        throw new SettledStream.Changed(LINK);
      }
      return new SettledStream(
          sftp.read(remote), listed.getSize(), () -> isAsListed(sftp, remote, listed));
    } catch (SettledStream.Changed e) {
      throw e;
    } catch (IOException e) {
      throw new SettledStream.Broken(e);
    }
  }

  private static boolean isAsListed(SftpClient sftp, String remote, Attributes listed)
      throws IOException {
    Attributes now = sftp.lstat(remote);
    return now.isRegularFile()
        && now.getSize() == listed.getSize()
        && modified(now).equals(modified(listed));
  }

  /** A note, when it is about this file alone; otherwise the connection is what failed. */
  private void leftBehind(SftpClient sftp, String name, IOException cause) throws IOException {
    if (cause instanceof SftpException refusal && sftp.isOpen()) {
      note(
          name,
          switch (refusal.getStatus()) {
            case SftpConstants.SSH_FX_NO_SUCH_FILE -> "is listed but not there";
            case SftpConstants.SSH_FX_PERMISSION_DENIED -> "may not be read";
            default -> "could not be read to its end and is left for the next time";
          });
      return;
    }
    if (broken.merge(name, 1, Integer::sum) >= tries) {
      note(name, "broke off " + tries + " times and is left for the next time");
    }
    throw cause;
  }

  private static boolean isRefusal(SftpException e) {
    return e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
        || e.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED;
  }

  private void note(String name, String what) {
    notes.put(name, Printable.of(name) + " of " + contract.id() + " " + what);
  }

  private static Instant modified(Attributes attributes) {
    return attributes.getModifyTime().toInstant();
  }
}
