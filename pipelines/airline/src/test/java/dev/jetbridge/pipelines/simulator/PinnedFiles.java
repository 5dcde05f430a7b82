package dev.jetbridge.pipelines.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Digests of what a simulation wrote about a feed, whatever the other feeds are: its files with
 * their times, their planted defects, and the lines about it in what tells of all sources. Files
 * are inflated, as libraries pack them differently.
 */
final class PinnedFiles {
  private final Path folder;
  private final MessageDigest digest;

  private PinnedFiles(Path folder) {
    this.folder = folder;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param folder has sources and truth
   * @param prefix of the paths of its files below the sources
   */
  static String ofFeed(Path folder, String prefix, String product) throws IOException {
    PinnedFiles files = new PinnedFiles(folder);
    files.addWhole("sources", prefix);
    files.addWhole("truth/planted", prefix);
    files.addLines("truth/links", product + ",");
    files.addLines("truth/files.csv", prefix);
    files.addLines("truth/totals.csv", product + ",");
    return files.hex();
  }

  static String ofPart(Path folder, String part) throws IOException {
    PinnedFiles files = new PinnedFiles(folder);
    files.addWhole("truth", part);
    return files.hex();
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  private void addWhole(String root, String prefix) throws IOException {
    for (Path file : files(folder.resolve(root))) {
      String name = folder.resolve(root).relativize(file).toString();
      if (name.startsWith(prefix)) {
        add(name + " " + Files.getLastModifiedTime(file));
        // A file cut off in the middle cannot be inflated.
        if (!name.matches(".*_0\\.[a-z.]*gz")) {
          digest.update(content(file));
        }
      }
    }
  }

  private void addLines(String root, String begin) throws IOException {
    for (Path file : files(folder.resolve(root))) {
      Files.readAllLines(file).stream().filter(l -> l.startsWith(begin)).forEach(this::add);
    }
  }

  private void add(String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return file.toString().endsWith(".gz")
        ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
        : bytes;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
