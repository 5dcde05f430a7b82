package dev.jetbridge.pipelines.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a state machine starts jobs and waits for them, on the platform that runs them. */
interface JobStart {
  /** Where the as-of instant of all jobs is in the state of an execution. */
  String AS_OF = "$.as_of";

  ScheduleSettings settings();

  /** The integration of Step Functions, without partition, such as glue:startJobRun.sync. */
  String integration();

  /** What it is told to start the job of a group. */
  Map<String, Object> job(JobGroup group);

  /** What it is told to start the last job. */
  Map<String, Object> lastJob();

  /** What it is told to start the upkeep; empty where something else does. */
  Optional<Map<String, Object>> upkeepJob();

  /** The errors by which the platform says that it has no room, or is in trouble itself. */
  List<String> busy();
}
