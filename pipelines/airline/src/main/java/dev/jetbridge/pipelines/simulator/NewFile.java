package dev.jetbridge.pipelines.simulator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** A text file that appears under its name at once and whole; lines end with a line feed. */
final class NewFile implements AutoCloseable {
  private final Path path;
  private final Path unfinished;
  private final BufferedWriter writer;

  /** Begins a file; what a killed attempt left behind is replaced. */
  NewFile(Path path, Charset charset, boolean isGzip) throws IOException {
    this.path = path;
    this.unfinished = path.resolveSibling("." + path.getFileName() + ".unfinished");
    Files.createDirectories(path.getParent());
    OutputStream out = Files.newOutputStream(unfinished);
    // Java writes 0 as the time of a gzip header, so equal content gives equal bytes.
    OutputStream packed = isGzip ? new GZIPOutputStream(out, 1 << 16) : out;
    writer = new BufferedWriter(new OutputStreamWriter(packed, charset), 1 << 16);
  }

  void line(String line) throws IOException {
    writer.write(line);
    writer.write('\n');
  }

  /** Shows the finished file under its name with that time of change. */
  void publish(Instant changed) throws IOException {
    writer.close();
    Files.setLastModifiedTime(unfinished, FileTime.from(changed));
    Files.move(
        unfinished, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the file unless it was published. */
  @Override
  public void close() throws IOException {
    writer.close();
    Files.deleteIfExists(unfinished);
  }

  /** Writes a whole file from its bytes. */
  static void write(Path path, byte[] bytes, Instant changed) throws IOException {
    Path unfinished = path.resolveSibling("." + path.getFileName() + ".unfinished");
    Files.createDirectories(path.getParent());
    Files.write(unfinished, bytes);
    Files.setLastModifiedTime(unfinished, FileTime.from(changed));
    Files.move(
        unfinished, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
