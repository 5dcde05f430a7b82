package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.workspace.ReportFolder;
import java.util.Optional;

/** Writes the page about a run. */
public final class Report {
  /** The plan of registration calls, which the page refers to when it lies beside it. */
  public static final String REGISTRATION_PLAN = "registration-plan.json";

  private static final String PAGE = "index.html";

  private Report() {}

  /**
   * Writes index.html into the folder, in place of an older one, and returns where it is. It reads
   * the operations tables, aggregates the published feature tables once each and changes nothing.
   *
   * @throws JetbridgeException EXTERNAL or CONFIG when the folder cannot be written
   */
  public static String write(ReportFolder folder, ReportInputs inputs) {
    Optional<String> plan = Optional.of(REGISTRATION_PLAN).filter(folder::has);
    ReportModel model = new ReportCollector(inputs).collect(plan);
    return folder.write(PAGE, new ReportPage(model, inputs.commands()).html());
  }
}
