package dev.jetbridge.pipelines.cli;

import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The source files of the sample airline; a service, see {@link java.util.ServiceLoader}. */
public interface SampleFiles {
  /** The last day that is simulated when nobody says another. */
  LocalDate lastDay();

  /**
   * Delivers the files up to the as-of instant that were not delivered before.
   *
   * @param out is told of much work, before somebody is asked whether it is meant
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when the home has another size or
   *     seed, the instant is before its first day, or so much is not meant
   */
  Delivered deliver(Workspace workspace, SampleOptions options, Instant asOf, PrintWriter out);

  /**
   * What came.
   *
   * @param awaited the end of the day on which the first file comes; empty once that was
   */
  record Delivered(String inWords, Optional<LocalDate> awaited) {}
}
