package dev.jetbridge.pipelines.platform;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a Glue job: Glue's own and ours, mixed, each as {@code --key value}. A flag may
 * come without a value; one of ours may also be true or false, since jobs keep arguments by key.
 */
public final class GlueArguments {
  /**
   * Glue's special parameters that resemble one of ours. Others are told from ours by their names;
   * these need not be complete. Source: AWS Glue developer guide, "Using job parameters".
   */
  private static final Set<String> OF_GLUE =
      Set.of("--conf", "--mode", "--class", "--debug", "--JOB_NAME", "--endpoint");

  private final Map<String, String> values;
  private final Collection<String> own;
  private final Collection<String> flags;

  private GlueArguments(
      Map<String, String> values, Collection<String> own, Collection<String> flags) {
    this.values = values;
    this.own = own;
    this.flags = flags;
  }

  /**
   * Reads the arguments. What is neither ours nor resembles ours is Glue's and passed over.
   *
   * @param own our options that have a value, such as --product
   * @param flags our options that have none, such as --rewind
   * @throws JetbridgeException CONFIG for an argument that is most likely a misspelt one of ours,
   *     for one of ours without a value, and for a flag that is neither true nor false
   */
  public static GlueArguments of(
      String[] arguments, Collection<String> own, Collection<String> flags) {
    List<String> ours = new ArrayList<>(own);
    ours.addAll(flags);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String key = arguments[i];
      if (!key.startsWith("--")) {
        continue;
      }
      boolean hasValue = i + 1 < arguments.length && !arguments[i + 1].startsWith("--");
      if (own.contains(key)) {
        if (!hasValue) {
          throw new JetbridgeException(
              FailureKind.CONFIG, "Cannot run the job: its argument " + key + " has no value");
        }
      } else if (flags.contains(key)) {
        requireFlag(key, hasValue ? arguments[i + 1] : "true");
      } else if (!OF_GLUE.contains(key) && !key.equals(EntryPoint.COMMAND)) {
        refuseMisspelt(key, ours);
      }
      values.put(key, hasValue ? arguments[++i] : "");
    }
    return new GlueArguments(values, own, flags);
  }

  private static void requireFlag(String key, String value) {
    if (!value.isBlank() && !value.equals("true") && !value.equals("false")) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot run the job: its argument " + key + " must be true or false, or have no value");
    }
  }

  private static void refuseMisspelt(String key, Collection<String> own) {
    Optional<String> meant = NearestName.of(key.substring(2), names(own));
    if (meant.isPresent()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot run the job: unknown argument " + key + "; did you mean --" + meant.get() + "?");
    }
  }

  private static List<String> names(Collection<String> options) {
    return options.stream().map(o -> o.substring(2)).toList();
  }

  /** The value of an argument, ours or Glue's, such as --WORKFLOW_NAME. */
  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(v -> !v.isBlank());
  }

  /** Our arguments, as a command line has them. */
  public List<String> commandLine() {
    List<String> line = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          if (own.contains(key)) {
            line.addAll(List.of(key, value));
          } else if (flags.contains(key) && !value.equals("false")) {
            line.add(key);
          }
        });
    return line;
  }
}
