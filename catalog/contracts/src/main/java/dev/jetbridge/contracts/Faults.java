package dev.jetbridge.contracts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file, so that all of it is reported at once. */
final class Faults {
  private final String file;
  private final List<Fault> found = new ArrayList<>();

  Faults(String file) {
    this.file = file;
  }

  void add(YamlNode at, String text) {
    add(at.line(), at.path(), text);
  }

  void add(int line, String path, String text) {
    found.add(new Fault(file, line, path, text));
  }

  void addAll(YamlNode at, List<String> texts) {
    texts.forEach(text -> add(at, text));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  int count() {
    return found.size();
  }

  /** The faults in the order of their lines. */
  List<Fault> found() {
    return found.stream().sorted(Comparator.comparingInt(Fault::line)).distinct().toList();
  }

  /** One exception for all faults. */
  static JetbridgeException exception(Collection<Fault> faults) {
    long files = faults.stream().map(Fault::file).distinct().count();
    StringBuilder message =
        new StringBuilder("Cannot load contracts: ")
            .append(faults.size() == 1 ? "1 fault" : faults.size() + " faults")
            .append(files == 1 ? " in 1 file" : " in " + files + " files");
    faults.forEach(f -> message.append("\n  ").append(f));
    return new JetbridgeException(FailureKind.CONFIG, message.toString());
  }
}
