package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.landing.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * The folder of one product on an SFTP server. One file that cannot be taken stays where it is,
 * with a note; the others are taken.
 */
final class SftpFolder {
  private static final String LINK = "is a link, which is not followed";
  private static final Set<Integer> OF_ONE_FILE =
      Set.of(SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_PERMISSION_DENIED);

  private final SftpClient sftp;
  private final Contract contract;
  private final SourceFormat source;
  private final String host;
  private final String folder;
  private final PromiseFiles promises;
  private final List<String> notes = new ArrayList<>();

  SftpFolder(SftpClient sftp, Contract contract) {
    this.sftp = sftp;
    this.contract = contract;
    this.source = contract.source().orElseThrow();
    URI location = URI.create(source.location().replaceAll("[*?\\[\\]{}]", "_"));
    this.host = location.getHost();
    String path = location.getPath();
    this.folder = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    this.promises = new PromiseFiles(source);
  }

  /** Takes the files that were delivered up to an instant and are not in landing. */
  Pulled pull(Landing landing, Instant asOf) throws IOException {
    Set<String> known = new HashSet<>();
    for (LandedFile file : landing.files(contract.id())) {
      known.add(signature(file.name(), file.bytes(), Instant.parse(file.modified())));
    }
    Map<String, DirEntry> delivered = delivered(asOf);
    int files = 0;
    long bytes = 0;
    for (DirEntry entry : delivered.values()) {
      if (isDue(entry, delivered, known)) {
        try {
          bytes += take(landing, entry).bytes();
          files++;
        } catch (JetbridgeException e) {
          notes.add(leftBehind(entry, e));
        }
      }
    }
    return new Pulled(files, bytes, notes);
  }

  /** What is there by the instant, by name: those who sort do the same whatever the server does. */
  private Map<String, DirEntry> delivered(Instant asOf) throws IOException {
    Map<String, DirEntry> delivered = new TreeMap<>();
    for (DirEntry entry : sftp.readEntries(folder)) {
      if (!modified(entry.getAttributes()).isAfter(asOf)) {
        delivered.put(entry.getFilename(), entry);
      }
    }
    return delivered;
  }

  private boolean isDue(DirEntry entry, Map<String, DirEntry> delivered, Set<String> known) {
    String name = entry.getFilename();
    Attributes attributes = entry.getAttributes();
    if (!new FileNamePattern(source.filePattern()).fits(name)
        || promises.speaksOfAnother(name)
        || known.contains(signature(name, attributes.getSize(), modified(attributes)))) {
      return false;
    }
    if (!attributes.isRegularFile()) {
      notes.add(note(name, attributes.isDirectory() ? "is a folder" : LINK));
      return false;
    }
    List<String> missing = promises.missing(name, n -> isFile(delivered.get(n)));
    if (!missing.isEmpty()) {
      notes.add(note(name, "is waiting for " + Printable.of(String.join(" and ", missing))));
    }
    return missing.isEmpty();
  }

  private static boolean isFile(DirEntry entry) {
    return entry != null && entry.getAttributes().isRegularFile();
  }

  private LandedFile take(Landing landing, DirEntry entry) throws IOException {
    String name = entry.getFilename();
    Promise promise;
    try {
      promise = promises.read(name, n -> () -> sftp.read(folder + "/" + n));
    } catch (SftpException e) {
      if (!OF_ONE_FILE.contains(e.getStatus())) {
        throw e;
      }
      promise = Promise.unclear("what its sender says of it cannot be read");
    }
    return landing.take(
        contract.id(),
        name,
        "sftp://" + host + folder,
        modified(entry.getAttributes()),
        promise,
        () -> settled(entry));
  }

  private InputStream settled(DirEntry entry) throws IOException {
    String remote = folder + "/" + entry.getFilename();
    Attributes listed = entry.getAttributes();
    // Another server may call a link what its listing called a file.
    if (!sftp.lstat(remote).isRegularFile()) {
      throw new SettledStream.Changed(LINK);
    }
    return new SettledStream(
        sftp.read(remote),
        () -> {
          Attributes now = sftp.lstat(remote);
          return now.isRegularFile()
              && now.getSize() == listed.getSize()
              && modified(now).equals(modified(listed));
        });
  }

  /** A note, when it is about this file alone; otherwise nothing else can be taken either. */
  private String leftBehind(DirEntry entry, JetbridgeException failure) {
    if (failure.getCause() instanceof SettledStream.Changed) {
      return note(entry.getFilename(), failure.getCause().getMessage());
    }
    if (failure.getCause() instanceof SftpException refusal
        && OF_ONE_FILE.contains(refusal.getStatus())) {
      return note(
          entry.getFilename(),
          refusal.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
              ? "is listed but not there"
              : "may not be read");
    }
    throw failure;
  }

  private String note(String name, String what) {
    return Printable.of(name) + " of " + contract.id() + " " + what;
  }

  private static Instant modified(Attributes attributes) {
    return attributes.getModifyTime().toInstant();
  }

  private static String signature(String name, long bytes, Instant modified) {
    return name + "|" + bytes + "|" + modified.getEpochSecond();
  }
}
