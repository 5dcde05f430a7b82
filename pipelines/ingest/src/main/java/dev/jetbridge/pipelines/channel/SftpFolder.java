package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.landing.SourceFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attribute;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * A folder on an SFTP server, over as many connections as it takes, for the products whose files
 * are in it: a file that several of them take is read once. One file that cannot be taken stays
 * where it is, with a note; the others are taken. A listing that breaks off is no listing: nothing
 * is taken by it.
 */
final class SftpFolder {
  private static final int MOST_ENTRIES = 1_000_000;

  private final SftpLocation location;
  private final List<Receiver> receivers;
  private final int tries;

  private final Map<String, String> notes = new TreeMap<>();
  private final Map<String, Integer> broken = new HashMap<>();
  private Optional<JetbridgeException> failure = Optional.empty();
  private boolean done;
  private int listings;
  private int files;
  private long bytes;

  /**
   * @param contracts those whose files are in the folder
   * @param tries how often what breaks off is tried
   */
  SftpFolder(SftpLocation location, List<Contract> contracts, int tries) {
    this.location = location;
    this.receivers = contracts.stream().map(Receiver::new).toList();
    this.tries = tries;
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
    return new Pulled(
        files, bytes, notes.values().stream().distinct().toList(), failure.stream().toList());
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
    receivers.forEach(receiver -> receiver.look(landing));
    Map<DirEntry, List<Receiver>> due = new LinkedHashMap<>();
    for (DirEntry entry : delivered.values()) {
      List<Receiver> waiting = due(entry, delivered);
      if (!waiting.isEmpty()) {
        due.put(entry, waiting);
      }
    }
    // What broke a connection comes last, so that it keeps nothing else from being taken.
    List<DirEntry> order = new ArrayList<>(due.keySet());
    order.sort(Comparator.comparingInt(e -> broken.getOrDefault(e.getFilename(), 0)));
    SourceFiles source = landing.source(receivers.get(0).product(), location.toString());
    for (DirEntry entry : order) {
      take(sftp, landing, source, entry, due.get(entry), delivered);
    }
    done = true;
  }

  /** All entries, up to the end that the server states. */
  private List<DirEntry> list(SftpClient sftp) throws IOException {
    List<DirEntry> entries = new ArrayList<>();
    try (SftpClient.CloseableHandle handle = sftp.openDir(location.folder())) {
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
    if (SftpFile.isRefusal(cause) || listings >= tries) {
      done = true;
      failure =
          Optional.of(
              new JetbridgeException(
                  FailureKind.EXTERNAL,
                  "Cannot list "
                      + location
                      + " for "
                      + products(receivers)
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
    for (DirEntry entry : listed) {
      String name = entry.getFilename();
      Attributes attributes = entry.getAttributes();
      if (!attributes.getFlags().contains(Attribute.ModifyTime)) {
        note(name, of(name), "is left: the server states no time of it");
      } else if (!SftpFile.modified(attributes).isAfter(asOf)) {
        delivered.put(name, entry);
      } else if (SftpFile.modified(attributes).isAfter(Instant.now())) {
        note(
            name,
            of(name),
            "is left: its time, "
                + SftpFile.modified(attributes)
                + ", is in the future; it is taken by a run whose as-of is not before that time");
      }
    }
    return delivered;
  }

  /** The products that files of this name are of. */
  private List<Receiver> of(String name) {
    return receivers.stream().filter(receiver -> receiver.fits(name)).toList();
  }

  /** The products that have not taken a file yet and for which it is ready. */
  private List<Receiver> due(DirEntry entry, Map<String, DirEntry> delivered) {
    String name = entry.getFilename();
    Attributes attributes = entry.getAttributes();
    List<Receiver> due =
        of(name).stream()
            .filter(receiver -> !notes.containsKey(key(name, receiver)))
            .filter(receiver -> !receiver.has(delivery(receiver, entry, delivered)))
            .toList();
    if (due.isEmpty()) {
      return due;
    }
    if (!attributes.isRegularFile()) {
      note(name, due, attributes.isDirectory() ? "is a folder" : SftpFile.LINK);
      return List.of();
    }
    if (!attributes.getFlags().contains(Attribute.Size)) {
      note(name, due, "is left: the server states no size of it");
      return List.of();
    }
    List<Receiver> ready = new ArrayList<>();
    for (Receiver receiver : due) {
      List<String> missing = receiver.promises().missing(name, n -> isFile(delivered.get(n)));
      if (missing.isEmpty()) {
        ready.add(receiver);
      } else {
        note(
            name,
            List.of(receiver),
            "is waiting for " + Printable.of(String.join(" and ", missing)));
      }
    }
    return ready;
  }

  /** What was listed of a file and of what its sender says of it: either may be mended. */
  private static String delivery(
      Receiver receiver, DirEntry entry, Map<String, DirEntry> delivered) {
    StringBuilder listed = new StringBuilder(entry.getFilename());
    for (String companion : receiver.promises().companions(entry.getFilename())) {
      if (isFile(delivered.get(companion))) {
        Attributes attributes = delivered.get(companion).getAttributes();
        listed
            .append('|')
            .append(attributes.getSize())
            .append('|')
            .append(SftpFile.modified(attributes));
      }
    }
    Attributes attributes = entry.getAttributes();
    return Landing.delivery(listed.toString(), attributes.getSize(), SftpFile.modified(attributes));
  }

  private static boolean isFile(DirEntry entry) {
    return entry != null && entry.getAttributes().isRegularFile();
  }

  /**
   * @throws IOException when the connection ended and the file is tried again over another one
   */
  private void take(
      SftpClient sftp,
      Landing landing,
      SourceFiles source,
      DirEntry entry,
      List<Receiver> due,
      Map<String, DirEntry> delivered)
      throws IOException {
    String name = entry.getFilename();
    SftpFile remote = new SftpFile(sftp, location, entry);
    try {
      LandedFile file =
          source.takeOnce(
              location.toString(),
              name,
              entry.getAttributes().getSize(),
              SftpFile.modified(entry.getAttributes()),
              remote::open);
      for (Receiver receiver : due) {
        receiver.take(
            landing,
            file,
            remote.promise(receiver.promises()),
            delivery(receiver, entry, delivered));
      }
      files++;
      bytes += file.bytes();
    } catch (SettledStream.Broken e) {
      leftBehind(sftp, name, due, e.failure());
    } catch (JetbridgeException e) {
      if (e.getCause() instanceof SettledStream.Changed changed) {
        note(name, due, changed.getMessage());
      } else if (e.getCause() instanceof SettledStream.Broken failed) {
        leftBehind(sftp, name, due, failed.failure());
      } else {
        throw e;
      }
    }
  }

  /** A note, when it is about this file alone; otherwise the connection is what failed. */
  private void leftBehind(SftpClient sftp, String name, List<Receiver> due, IOException cause)
      throws IOException {
    if (cause instanceof SftpException refusal && sftp.isOpen()) {
      note(
          name,
          due,
          switch (refusal.getStatus()) {
            case SftpConstants.SSH_FX_NO_SUCH_FILE -> "is listed but not there";
            case SftpConstants.SSH_FX_PERMISSION_DENIED -> "may not be read";
            default -> "could not be read to its end and is left for the next run";
          });
      return;
    }
    if (broken.merge(name, 1, Integer::sum) >= tries) {
      note(name, due, "broke off " + tries + " times and is left for the next run");
    }
    throw cause;
  }

  /** Notes why some products do not get a file; nothing when it is of none. */
  private void note(String name, List<Receiver> left, String what) {
    if (!left.isEmpty()) {
      String said = Printable.of(name) + " of " + products(left) + " " + what;
      left.forEach(receiver -> notes.put(key(name, receiver), said));
    }
  }

  private static String key(String name, Receiver receiver) {
    return name + "\n" + receiver.product();
  }

  private static String products(List<Receiver> receivers) {
    return receivers.stream()
        .map(receiver -> receiver.product().toString())
        .collect(Collectors.joining(" and "));
  }
}
