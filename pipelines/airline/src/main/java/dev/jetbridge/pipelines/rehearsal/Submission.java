package dev.jetbridge.pipelines.rehearsal;

import java.util.List;

/**
 * What Spark is submitted, in a process of its own.
 *
 * @param classPath of the process
 * @param conf settings of the job, as name=value
 * @param application what follows the settings: the class, where it is, its arguments
 * @param minutes after which it is stopped
 */
record Submission(String classPath, List<String> conf, List<String> application, int minutes) {
  Submission {
    conf = List.copyOf(conf);
    application = List.copyOf(application);
  }
}
