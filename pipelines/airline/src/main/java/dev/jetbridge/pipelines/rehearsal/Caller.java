package dev.jetbridge.pipelines.rehearsal;

/**
 * Who makes calls: one run of a job, or whoever applies the schedule. Each has an access key of its
 * own, so that a call tells who made it.
 *
 * @param role the ARN of its role; empty for who may do everything
 */
record Caller(String name, String role, String accessKey) {
  /** The services on loopback take any. */
  static final String SECRET = "rehearsal";

  boolean mayEverything() {
    return role.isEmpty();
  }
}
