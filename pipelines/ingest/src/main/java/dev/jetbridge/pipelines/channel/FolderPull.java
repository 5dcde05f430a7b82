package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.pattern.FileGlob;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.landing.Promise;
import dev.jetbridge.pipelines.landing.SourceFiles;
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
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Files in a local folder whose names fit a contract, or one of them, as they are at one time: what
 * several products take is read once.
 */
public final class FolderPull {
  static final String NO_FILE =
      " is left: it is not a file of this folder but a pipe, a folder, or a link that leads out of"
          + " it or nowhere";

  /** Local folders are one sender. */
  private static final String SENDER = "folder";

  private final Path folder;
  private final Function<Path, Landing.Source> opener;
  private final Queue<JetbridgeException> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

  /** What was taken so far or left, each once, whatever number of products asks for it. */
  private final Map<Path, Optional<LandedFile>> read = new ConcurrentHashMap<>();

  /** The one file that is meant; null for all. */
  private final String only;

  public FolderPull(Path folder) {
    this(folder, file -> () -> Files.newInputStream(file));
  }

  /**
   * The same with another way to open its files.
   *
   * @param opener says for a file what is read of it
   */
  FolderPull(Path folder, Function<Path, Landing.Source> opener) {
    this.only = Files.isRegularFile(folder) ? folder.getFileName().toString() : null;
    this.folder = only == null ? folder : folder.toAbsolutePath().getParent();
    this.opener = opener;
  }

  private SettledFile settled(Path file) {
    return new SettledFile(file, opener.apply(file));
  }

  /**
   * Copies the files into landing, as delivered at the given instant. One that cannot be read, or
   * that changes while it is read, is left where it is and the others are taken, see {@link #notes}
   * and {@link #failures}.
   *
   * @throws JetbridgeException CONFIG when the folder or a fitting file in it is missing; EXTERNAL
   *     when landing cannot be written
   */
  public List<LandedFile> land(Contract contract, Landing landing, Instant delivered) {
    SourceFiles source = landing.source(contract.id(), SENDER);
    // Landing one file is a wait for the disk, or for a store far away.
    return ready(contract).parallelStream()
        .flatMap(
            file ->
                once(source, delivered, file).stream()
                    .map(landed -> entered(contract, landing, file, landed)))
        .toList();
  }

  private LandedFile entered(Contract contract, Landing landing, Path file, LandedFile landed) {
    LandedFile promised = landed.promised(promise(contract, file));
    landing.enter(contract.id(), promised);
    return promised;
  }

  /** No file is asked for twice at a time: products take theirs one after the other. */
  private Optional<LandedFile> once(SourceFiles source, Instant delivered, Path file) {
    Optional<LandedFile> before = read.get(file);
    if (before != null) {
      return before;
    }
    Optional<LandedFile> landed = read(source, delivered, file);
    read.put(file, landed);
    return landed;
  }

  /** Empty when it is left where it is. */
  private Optional<LandedFile> read(SourceFiles source, Instant delivered, Path file) {
    Instant sent = sent(file);
    try {
      return Optional.of(
          source
              .take(SENDER, file.getFileName().toString(), delivered, settled(file))
              .sentAt(sent));
    } catch (JetbridgeException e) {
      if (e.getCause() instanceof SettledFile.Left left) {
        leave(file, left);
        return Optional.empty();
      }
      throw e;
    }
  }

  private void leave(Path file, SettledFile.Left left) {
    String what = Printable.of(file.getFileName().toString()) + ": " + left.getMessage();
    if (left.waits()) {
      waiting.add(what);
    } else {
      failures.add(
          new JetbridgeException(
              FailureKind.EXTERNAL, "Cannot take " + what + "; make it readable and run again"));
    }
  }

  /** The files that could not be read, one failure each; the others were taken. */
  public List<JetbridgeException> failures() {
    return List.copyOf(failures);
  }

  /** What is left in the folder and why, in words. */
  public List<String> notes(Contract contract) {
    List<String> notes = new ArrayList<>(waiting);
    irregular(contract).forEach(file -> notes.add(Printable.of(file + NO_FILE)));
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
      return Promise.unclear("its control or checksum file cannot be read");
    }
  }

  /** The files where they are, for a dry run. */
  public List<LandedFile> inPlace(Contract contract) {
    List<LandedFile> files = new ArrayList<>();
    for (Path file : ready(contract)) {
      try {
        files.add(
            new LandedFile(
                sha256(settled(file)),
                file.getFileName().toString(),
                SENDER,
                Files.size(file),
                Instant.EPOCH.toString(),
                file.toAbsolutePath().toString(),
                promise(contract, file),
                sent(file).toString()));
      } catch (SettledFile.Left e) {
        leave(file, e);
      } catch (IOException e) {
        throw new JetbridgeException(
            FailureKind.EXTERNAL,
            "Cannot read "
                + Printable.of(file.toString())
                + ": "
                + e.getClass().getSimpleName()
                + "; run again",
            e);
      }
    }
    return files;
  }

  private List<Path> files(Contract contract) {
    List<Path> files = fitting(contract).stream().filter(this::isInside).toList();
    if (files.isEmpty()) {
      List<String> irregular = irregular(contract);
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot ingest from "
              + (only == null ? folder : folder.resolve(only))
              + (only == null ? ": no file is named " : ": it is not named ")
              + contract.source().orElseThrow().filePattern()
              + ", as the contract of "
              + contract.id()
              + " says"
              + (irregular.isEmpty() ? "" : "; " + Printable.of(irregular.get(0) + NO_FILE)));
    }
    return files;
  }

  /** Names that fit what is not a file of this folder: opening a pipe would wait for ever. */
  private List<String> irregular(Contract contract) {
    return fitting(contract).stream()
        .filter(f -> !isInside(f))
        .map(f -> f.getFileName().toString())
        .toList();
  }

  private List<Path> fitting(Contract contract) {
    FileGlob fits = new FileGlob(contract.source().orElseThrow().filePattern());
    PromiseFiles promises = new PromiseFiles(contract.source().orElseThrow());
    if (!Files.isDirectory(folder)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot ingest from " + folder + ": no such folder or file");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(f -> only == null || f.getFileName().toString().equals(only))
          .filter(f -> fits.fits(f.getFileName().toString()))
          .filter(f -> !promises.speaksOfAnother(f.getFileName().toString()))
          .sorted()
          .toList();
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

  private static String sha256(SettledFile file) throws IOException {
    try (InputStream in = file.open()) {
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
