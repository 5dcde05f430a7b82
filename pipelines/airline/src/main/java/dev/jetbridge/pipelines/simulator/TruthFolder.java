package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.simulator.world.PurchaseProcess;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of the truth that are small: which airline it is, its files, totals and story. */
final class TruthFolder {
  private static final String AIRLINE = "airline.json";
  private static final String FILES = "files.csv";
  private static final String TOTALS = "totals.csv";
  private static final String STORY = "story.json";
  private static final String TOTALS_HEADER =
      "product,files,refused_files,records,accepted,duplicates,quarantined,keys";

  private final Path folder;

  TruthFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes which airline was simulated and the true parameters of its purchase process. */
  void writeAirline(SimulationPlan plan) throws IOException {
    write(AIRLINE, airline(plan));
  }

  /**
   * Checks that the folder tells of the same airline.
   *
   * @throws JetbridgeException CONFIG when it does not, so that its files cannot be added to
   */
  void checkAirline(SimulationPlan plan) throws IOException {
    Path file = folder.resolve(AIRLINE);
    boolean isSame = Files.exists(file) && Files.readAllLines(file).equals(airline(plan));
    if (!isSame) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot add days to the simulation in "
              + folder
              + ": its truth is of another airline or missing, expected "
              + AIRLINE
              + " of the same customers, first day, seed and base currency; simulate into an empty"
              + " folder");
    }
  }

  private static List<String> airline(SimulationPlan plan) {
    PurchaseProcess process = PurchaseProcess.in(plan.baseCurrency());
    return List.of(
        "{",
        "  \"customers\": " + plan.customers() + ",",
        "  \"first_day\": \"" + plan.firstDay() + "\",",
        "  \"seed\": " + plan.seed() + ",",
        "  \"base_currency\": \"" + plan.baseCurrency() + "\",",
        "  \"purchase_process\": {",
        "    \"model\": \"BG/NBD and Gamma-Gamma\", \"time_unit\": \"week\",",
        "    \"r\": " + process.r() + ", \"alpha\": " + process.alpha() + ",",
        "    \"a\": " + process.a() + ", \"b\": " + process.b() + ",",
        "    \"p\": " + process.p() + ", \"q\": " + process.q() + ",",
        "    \"gamma\": " + process.spendScale(),
        "  }",
        "}");
  }

  /** What is known of the files delivered so far, by path. */
  Map<String, FileTruth> files() throws IOException {
    Map<String, FileTruth> files = new TreeMap<>();
    Path file = folder.resolve(FILES);
    if (Files.exists(file)) {
      Files.readAllLines(file).stream()
          .skip(1)
          .map(FileTruth::parse)
          .forEach(truth -> files.put(truth.path(), truth));
    }
    return files;
  }

  /** The last day up to which all sources are delivered. */
  Optional<LocalDate> deliveredThrough() throws IOException {
    return files().values().stream()
        .map(truth -> LocalDate.parse(truth.to()))
        .max(Comparator.naturalOrder());
  }

  void writeFiles(Collection<FileTruth> files) throws IOException {
    List<String> lines = new ArrayList<>(List.of(FileTruth.HEADER));
    files.forEach(truth -> lines.add(truth.line()));
    write(FILES, lines);
  }

  void writeTotals(List<SimulationResult.SourceTotals> totals) throws IOException {
    List<String> lines = new ArrayList<>(List.of(TOTALS_HEADER));
    for (SimulationResult.SourceTotals t : totals) {
      lines.add(
          String.join(
              ",",
              t.product().toString(),
              String.valueOf(t.files()),
              String.valueOf(t.refusedFiles()),
              String.valueOf(t.records()),
              String.valueOf(t.accepted()),
              String.valueOf(t.duplicates()),
              String.valueOf(t.quarantined()),
              String.valueOf(t.keys())));
    }
    write(TOTALS, lines);
  }

  void writeStory(String story) throws IOException {
    write(STORY, List.of(story));
  }

  static SimulationResult.SourceTotals totals(
      ProductId product, String folderAndName, Collection<FileTruth> files) {
    List<FileTruth> own =
        files.stream().filter(truth -> truth.path().startsWith(folderAndName)).toList();
    List<FileTruth> proper = own.stream().filter(FileTruth::isProper).toList();
    long records = proper.stream().mapToLong(FileTruth::records).sum();
    long duplicates = proper.stream().mapToLong(FileTruth::duplicates).sum();
    long quarantined = proper.stream().mapToLong(FileTruth::quarantined).sum();
    long keys = proper.stream().mapToLong(t -> t.newKeys() - t.deletedKeys()).sum();
    return new SimulationResult.SourceTotals(
        product,
        proper.size(),
        own.size() - proper.size(),
        records,
        records - duplicates - quarantined,
        duplicates,
        quarantined,
        keys);
  }

  private void write(String name, List<String> lines) throws IOException {
    try (NewFile file = new NewFile(folder.resolve(name), StandardCharsets.UTF_8, false)) {
      for (String line : lines) {
        file.line(line);
      }
      file.publish(Instant.EPOCH);
    }
  }
}
