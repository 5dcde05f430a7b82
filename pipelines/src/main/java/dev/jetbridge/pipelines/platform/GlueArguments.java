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
 * The arguments of a Glue job: Glue's own and ours, mixed, each as {@code --key value}. A flag of
 * Glue may come without a value.
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

  private GlueArguments(Map<String, String> values, Collection<String> own) {
    this.values = values;
    this.own = own;
  }

  /**
   * Reads the arguments. What is neither ours nor resembles ours is Glue's and passed over.
   *
   * @param own our options, such as --product; each has a value
   * @throws JetbridgeException CONFIG for an argument that is most likely a misspelt one of ours,
   *     and for one of ours without a value
   */
  public static GlueArguments of(String[] arguments, Collection<String> own) {
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
      } else if (!OF_GLUE.contains(key) && !key.equals(EntryPoint.COMMAND)) {
        refuseMisspelt(key, own);
      }
      values.put(key, hasValue ? arguments[++i] : "");
    }
    return new GlueArguments(values, own);
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
          }
        });
    return line;
  }
}
