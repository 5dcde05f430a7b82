package dev.jetbridge.contracts.yaml;

import dev.jetbridge.contracts.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file, so that all of it is reported at once. */
public final class Faults {
  private final String file;
  private final List<Fault> found = new ArrayList<>();

  public Faults(String file) {
    this.file = file;
  }

  public void add(YamlNode at, String text) {
    add(at.line(), at.path(), text);
  }

  public void add(int line, String path, String text) {
    found.add(new Fault(file, line, path, text));
  }

  public void addAll(YamlNode at, List<String> texts) {
    texts.forEach(text -> add(at, text));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public int count() {
    return found.size();
  }

  /** The faults in the order of their lines. */
  public List<Fault> found() {
    return found.stream().sorted(Comparator.comparingInt(Fault::line)).distinct().toList();
  }
}
