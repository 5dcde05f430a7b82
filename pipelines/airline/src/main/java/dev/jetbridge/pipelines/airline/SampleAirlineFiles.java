package dev.jetbridge.pipelines.airline;

import dev.jetbridge.pipelines.cli.SampleFiles;
import dev.jetbridge.pipelines.cli.SampleOptions;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;

/** The files of the sample airline that lives in a home. */
public final class SampleAirlineFiles implements SampleFiles {
  @Override
  public LocalDate lastDay() {
    return SampleAirline.DEFAULT_LAST_DAY;
  }

  @Override
  public Delivered deliver(
      Workspace workspace, SampleOptions options, Instant asOf, PrintWriter out) {
    SampleAirline.Delivered delivered =
        new SampleAirline(workspace.home())
            .deliver(
                workspace.lake().spark(),
                new SampleAirline.Options(options.customers(), options.days(), options.seed()),
                asOf,
                cost -> LargeSimulation.approve(cost, options.yes(), out));
    return new Delivered(delivered.inWords(), delivered.awaited());
  }
}
