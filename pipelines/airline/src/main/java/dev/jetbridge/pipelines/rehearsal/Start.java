package dev.jetbridge.pipelines.rehearsal;

import java.io.IOException;

/** The start of a job, as the service that runs it does it. */
sealed interface Start permits GlueStart, EmrStart {
  /** The name of the job. */
  String job();

  /** The ARN of the role that it has. */
  String role();

  /**
   * Fetches what the job needs, with the rights of its role, and says how Spark gets it.
   *
   * @param place where the process will be
   */
  Submission submission(Place place, S3Objects objects) throws IOException;
}
