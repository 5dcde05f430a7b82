package dev.jetbridge.pipelines.lake;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;

/**
 * What the summary of a staged snapshot says of the run that made it.
 *
 * @param asOf the instant the run speaks of
 * @param inputsDigest digest of the files or snapshots it read
 * @param sequence number of the run among those of its product
 * @param kind what it did with its inputs, such as run or rebuild
 */
public record RunSummary(
    String runId,
    Instant asOf,
    String contractVersion,
    String codeVersion,
    String inputsDigest,
    long sequence,
    String kind) {
  /** The property that names the run. */
  public static final String RUN_ID = "jetbridge.run-id";

  /** What every property of a run begins with. */
  private static final String PREFIX = "jetbridge.";

  private static final String AS_OF = "jetbridge.as-of";
  private static final String CONTRACT_VERSION = "jetbridge.contract-version";
  private static final String CODE_VERSION = "jetbridge.code-version";
  private static final String INPUTS_DIGEST = "jetbridge.inputs-digest";
  private static final String SEQUENCE = "jetbridge.sequence";
  private static final String KIND = "jetbridge.kind";

  /** Empty for a snapshot that no run made; a compaction has the run whose rows it holds. */
  public static Optional<RunSummary> of(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    return Optional.ofNullable(summary.get(RUN_ID))
        .map(
            id ->
                new RunSummary(
                    id,
                    Instant.parse(summary.get(AS_OF)),
                    summary.get(CONTRACT_VERSION),
                    summary.get(CODE_VERSION),
                    summary.get(INPUTS_DIGEST),
                    Long.parseLong(summary.getOrDefault(SEQUENCE, "0")),
                    summary.get(KIND)));
  }

  /** The properties of a compaction: those of the snapshot whose rows it holds, and its name. */
  public static Map<String, String> ofCompaction(Snapshot compacted) {
    Map<String, String> properties = new LinkedHashMap<>();
    compacted
        .summary()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                properties.put(key, value);
              }
            });
    properties.put(Lake.CONTENT, Long.toString(Lake.contentId(compacted)));
    return properties;
  }

  /** As properties of the snapshot to be made. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(RUN_ID, runId);
    properties.put(AS_OF, asOf.toString());
    properties.put(CONTRACT_VERSION, contractVersion);
    properties.put(CODE_VERSION, codeVersion);
    properties.put(INPUTS_DIGEST, inputsDigest);
    properties.put(SEQUENCE, Long.toString(sequence));
    properties.put(KIND, kind);
    return properties;
  }
}
