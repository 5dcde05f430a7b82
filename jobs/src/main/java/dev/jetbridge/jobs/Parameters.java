package dev.jetbridge.jobs;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The parameters of a job as its contract states them. A job reads each by name, then calls {@link
 * #check}, which reports every missing, ill-typed and unknown one at once.
 */
public final class Parameters {
  private final String transformation;
  private final Map<String, Object> values;
  private final Set<String> read = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  public Parameters(String transformation, Map<String, Object> values) {
    this.transformation = transformation;
    this.values = Map.copyOf(values);
  }

  public int integer(String name) {
    return value(name) instanceof Integer i ? i : (int) complain(name, "a whole number");
  }

  /** A whole number that is not below the least. */
  public int integer(String name, int least) {
    return value(name) instanceof Integer i && i >= least
        ? i
        : (int) complain(name, "a whole number of at least " + least);
  }

  public double number(String name) {
    return value(name) instanceof Number n ? n.doubleValue() : complain(name, "a number");
  }

  /** A number that is not below the least. */
  public double number(String name, double least) {
    return value(name) instanceof Number n && n.doubleValue() >= least
        ? n.doubleValue()
        : complain(name, "a number of at least " + least);
  }

  public String text(String name) {
    if (value(name) instanceof String s) {
      return s;
    }
    complain(name, "text");
    return "";
  }

  /** Text of that form, said in words for the one who wrote another. */
  public String text(String name, Pattern form, String inWords) {
    if (value(name) instanceof String s && form.matcher(s).matches()) {
      return s;
    }
    complain(name, inWords);
    return "";
  }

  /**
   * Ends the reading.
   *
   * @throws JetbridgeException CONFIG with every problem
   */
  public void check() {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!read.contains(name)) {
        problems.add("unknown parameter " + name + NearestName.hint(name, read));
      }
    }
    if (!problems.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot set up transformation " + transformation + ": " + String.join("; ", problems));
    }
  }

  private Object value(String name) {
    read.add(name);
    return values.get(name);
  }

  private double complain(String name, String expected) {
    problems.add(
        "parameter "
            + name
            + (values.containsKey(name) ? " must be " : " is missing, must be ")
            + expected);
    return 0;
  }
}
