package dev.jetbridge.contracts;

/**
 * Something wrong in a contract.
 *
 * @param file the file it stands in
 * @param line its line from 1; 0 when it belongs to the whole file
 * @param path its place inside the document, such as {@code schema[0].properties[3].logicalType}
 * @param text what is wrong and what was expected
 */
record Fault(String file, int line, String path, String text) {
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + (path.isEmpty() ? "" : " " + path) + ": " + text;
  }
}
