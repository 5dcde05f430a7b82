package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the texts of contracts: those that travel with the program and those of folders. */
public final class ContractFiles {
  private static final String SUFFIX = ".odcs.yaml";
  private static final String BUNDLED = "products";

  private ContractFiles() {}

  /** The bundled contracts by their path; the program may be a jar or a folder of classes. */
  public static Map<String, Optional<String>> bundled() {
    return bundled(program());
  }

  public static Map<String, Optional<String>> bundled(Path program) {
    try {
      if (Files.isDirectory(program)) {
        return below(program.resolve(BUNDLED), program);
      }
      try (FileSystem jar = FileSystems.newFileSystem(program)) {
        Path root = jar.getPath("/");
        return below(root.resolve(BUNDLED), root);
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot read the bundled contracts in " + program, e);
    }
  }

  /** The contracts below a folder by their path, in the order of their paths. */
  static Map<String, Optional<String>> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot load contracts from " + folder + ": no such folder");
    }
    try {
      Map<String, Optional<String>> texts = below(folder, null);
      if (texts.isEmpty()) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot load contracts from " + folder + ": no file *" + SUFFIX + " below it");
      }
      return texts;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot read the contracts below " + folder, e);
    }
  }

  /**
   * One file that was named.
   *
   * @throws JetbridgeException CONFIG when it cannot be read
   */
  static ContractFile single(Path file) {
    try {
      return new ContractFile(file.toString(), false, text(file));
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read contract "
              + file
              + (Files.exists(file)
                  ? ": no permission to read it"
                  : ": there is no such file" + " or folder"),
          e);
    }
  }

  private static Map<String, Optional<String>> below(Path folder, Path base) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(f -> f.toString().endsWith(SUFFIX) && Files.isRegularFile(f)).toList();
    }
    Map<String, Optional<String>> texts = new TreeMap<>();
    for (Path file : files) {
      Path name = base == null ? file : base.relativize(file);
      texts.put(name.toString().replace('\\', '/'), text(file));
    }
    return texts;
  }

  /** Nothing for a file that is not UTF-8, which is a fault of that file. */
  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Path program() {
    try {
      return Path.of(
          ContractFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot find the bundled contracts: the location of this program is unknown",
          e);
    }
  }
}
