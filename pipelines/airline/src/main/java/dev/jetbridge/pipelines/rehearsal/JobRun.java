package dev.jetbridge.pipelines.rehearsal;

import java.nio.file.Path;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * A run of a job that has ended.
 *
 * @param attempt 0 for the first
 * @param folder where its output is
 */
record JobRun(
    String job, int attempt, JobRunState state, double seconds, Caller caller, Path folder) {}
