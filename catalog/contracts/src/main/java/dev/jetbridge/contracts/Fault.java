package dev.jetbridge.contracts;

import java.util.Collection;

/**
 * Something wrong in a contract.
 *
 * @param file the file it stands in
 * @param line its line from 1; 0 when it belongs to the whole file
 * @param path its place inside the document, such as {@code schema[0].properties[3].logicalType}
 * @param text what is wrong and what was expected
 */
public record Fault(String file, int line, String path, String text) {
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + (path.isEmpty() ? "" : " " + path) + ": " + text;
  }

  /** One exception for all faults. */
  public static JetbridgeException exception(Collection<Fault> faults) {
    long files = faults.stream().map(Fault::file).distinct().count();
    StringBuilder message =
        new StringBuilder("Cannot load contracts: ")
            .append(faults.size() == 1 ? "1 fault" : faults.size() + " faults")
            .append(files == 1 ? " in 1 file" : " in " + files + " files");
    faults.forEach(f -> message.append("\n  ").append(f));
    return new JetbridgeException(FailureKind.CONFIG, message.toString());
  }
}
