package dev.jetbridge.pipelines.rehearsal;

import java.nio.file.Path;

/**
 * Where one run of a job is on this machine.
 *
 * @param folder its own
 */
record Place(Path folder) {
  private static final String TMP = "/tmp/";

  /** The working directory of the process. */
  Path working() {
    return folder.resolve("work");
  }

  /** The disk of the run, in place of /tmp. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  /** An argument as the run gets it: on AWS each run has a disk of its own. */
  String onOwnDisk(String argument) {
    return argument.startsWith(TMP)
        ? temporary().resolve(argument.substring(TMP.length())).toString()
        : argument;
  }
}
