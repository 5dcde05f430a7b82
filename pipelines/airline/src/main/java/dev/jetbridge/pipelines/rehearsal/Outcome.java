package dev.jetbridge.pipelines.rehearsal;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * How a run of a schedule ended.
 *
 * @param ended the jobs that were started, in that order
 * @param notStarted the others
 */
record Outcome(Map<String, JobRunState> ended, List<String> notStarted) {
  Outcome {
    notStarted = List.copyOf(notStarted);
  }

  static Outcome of(Map<String, JobRunState> ended, List<String> all) {
    return new Outcome(ended, all.stream().filter(name -> !ended.containsKey(name)).toList());
  }

  /** Whether all jobs were started and succeeded. */
  boolean isWhole() {
    return notStarted.isEmpty()
        && ended.values().stream().allMatch(state -> state == JobRunState.SUCCEEDED);
  }
}
