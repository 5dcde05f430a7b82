package dev.jetbridge.pipelines.deploy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The one jar that Glue and EMR run: all of ours, nothing that they bring. */
public record DeployableJar(Path file) {
  /** Its name, wherever it is. */
  public static final String NAME = "jetbridge.jar";

  private static final String OWN = "products/own/";

  /** The time of what is added: that of the other entries, see pom.xml. */
  private static final long BUILT = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private static final String OURS = "dev/jetbridge/";
  private static final String SHADED = "dev/jetbridge/shaded/";

  /** What the platform brings: a second copy in the jar would win or lose by chance. */
  private static final List<String> OF_THE_PLATFORM =
      List.of(
          "scala/",
          "org/apache/spark/SparkContext",
          "org/apache/hadoop/",
          "org/apache/iceberg/",
          "org/slf4j/",
          "com/fasterxml/jackson/",
          "org/antlr/",
          "software/amazon/awssdk/");

  /**
   * The jar in the folder that the build writes.
   *
   * @throws JetbridgeException CONFIG when there is none
   */
  public static DeployableJar in(Path target) {
    return at(target.resolve(NAME));
  }

  /** The jar of that name; CONFIG when there is none. */
  public static DeployableJar at(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot find " + file + ": run ./jetbridge package first");
    }
    return new DeployableJar(file);
  }

  /** How many bytes it has. */
  public long bytes() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Puts contracts beside those of the program, so that its jobs know them, instead of others that
   * were put there before. The same contracts give the same jar.
   *
   * @param folders as given to --contracts
   */
  public void add(Collection<Path> folders) {
    Path unfinished = file.resolveSibling(NAME + ".new");
    try (ZipFile jar = new ZipFile(file.toFile());
        ZipOutputStream out =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        if (!entry.getName().startsWith(OWN)) {
          put(out, entry.getName(), entry.getTime(), jar.getInputStream(entry).readAllBytes());
        }
      }
      for (Path folder : folders) {
        for (Path contract : contracts(folder)) {
          String name = OWN + folder.relativize(contract).toString().replace('\\', '/');
          put(out, name, BUILT, Files.readAllBytes(contract));
        }
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void put(ZipOutputStream out, String name, long time, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(time);
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private JetbridgeException unwritable(IOException cause) {
    return new JetbridgeException(
        FailureKind.EXTERNAL,
        "Cannot put contracts into " + file + ": " + cause.getMessage(),
        cause);
  }

  /** The digests of the contracts in it, as {@code Contract.digest} has them. */
  public Set<String> contractDigests() {
    Set<String> digests = new HashSet<>();
    try (FileSystem jar = FileSystems.newFileSystem(file)) {
      for (Path contract : contracts(jar.getPath("/products"))) {
        digests.add(Sha256.of(Files.readAllBytes(contract)));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return digests;
  }

  private static List<Path> contracts(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".odcs.yaml")).sorted().toList();
    }
  }

  /**
   * What is wrong with its contents: things of the platform, signatures of other jars, and classes
   * that ours need and that nobody would bring. Empty for a good jar.
   */
  public List<String> faults() {
    Map<String, String> missing = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    try (ZipFile jar = new ZipFile(file.toFile())) {
      Set<String> names = new HashSet<>();
      jar.stream().map(ZipEntry::getName).forEach(names::add);
      for (String foreign : OF_THE_PLATFORM) {
        names.stream()
            .filter(n -> n.startsWith(foreign) && n.endsWith(".class"))
            .sorted()
            .findFirst()
            .ifPresent(n -> faults.add("it holds " + n + ", which the platform brings"));
      }
      names.stream()
          .filter(n -> n.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"))
          .sorted()
          .forEach(n -> faults.add("it holds " + n + ", a signature of another jar"));
      for (String name : names) {
        if (name.startsWith(OURS) && !name.startsWith(SHADED) && name.endsWith(".class")) {
          references(jar, name).stream()
              .filter(r -> r.startsWith(OURS) && !names.contains(r + ".class"))
              .forEach(r -> missing.put(r, name));
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    missing.forEach((needed, by) -> faults.add("it lacks " + needed + ", which " + by + " needs"));
    return faults;
  }

  private static Set<String> references(ZipFile jar, String name) throws IOException {
    try (InputStream in = new BufferedInputStream(jar.getInputStream(jar.getEntry(name)))) {
      return ClassReferences.of(in);
    }
  }

  private JetbridgeException unreadable(IOException cause) {
    return new JetbridgeException(
        FailureKind.EXTERNAL, "Cannot read " + file + ": " + cause.getMessage(), cause);
  }
}
