package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Writes the page about a run. */
public final class Report {
  /** The plan of registration calls, which the page refers to when it lies beside it. */
  public static final String REGISTRATION_PLAN = "registration-plan.json";

  private static final String PAGE = "index.html";

  private Report() {}

  /**
   * Writes index.html into the folder, in place of an older one, and returns its path. It reads the
   * operations tables, aggregates the published feature tables once each and changes nothing.
   *
   * @throws JetbridgeException EXTERNAL when the folder cannot be written
   */
  public static Path write(Path folder, ReportInputs inputs) {
    Optional<String> plan =
        Optional.of(REGISTRATION_PLAN).filter(file -> Files.exists(folder.resolve(file)));
    ReportModel model = new ReportCollector(inputs).collect(plan);
    return write(folder, new ReportPage(model, inputs.commands()));
  }

  private static Path write(Path folder, ReportPage content) {
    Path page = folder.resolve(PAGE);
    Path unfinished = folder.resolve(PAGE + ".new");
    try {
      Files.createDirectories(folder);
      Files.writeString(unfinished, content.html());
      return Files.move(
          unfinished, page, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot write report " + page + ": " + e.getMessage() + "; check the disk and run again",
          e);
    }
  }
}
