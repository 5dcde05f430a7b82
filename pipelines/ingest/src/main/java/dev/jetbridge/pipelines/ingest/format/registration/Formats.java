package dev.jetbridge.pipelines.ingest.format.registration;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import dev.jetbridge.pipelines.ingest.format.FileFormat;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.csv.CsvFormat;
import dev.jetbridge.pipelines.ingest.format.json.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The formats that contracts may name. */
public final class Formats {
  /** Stands with the server. */
  private static final String DELIMITER = "delimiter";

  /** In the order in which they are asked for whose a sample is: the last one takes any text. */
  private final List<FileFormat> all;

  private final Map<String, FileFormat> byWord = new TreeMap<>();

  private Formats(List<FileFormat> all) {
    this.all = List.copyOf(all);
    for (FileFormat format : all) {
      if (byWord.put(format.word(), format) != null) {
        throw new JetbridgeException(
            FailureKind.INTERNAL,
            "Cannot register format " + format.word() + ": two formats have this name");
      }
    }
  }

  /** Those of the program. */
  public static Formats bundled() {
    return bundledAnd();
  }

  /**
   * Those of the program and others.
   *
   * @throws JetbridgeException INTERNAL when two have the same word
   */
  public static Formats bundledAnd(FileFormat... others) {
    List<FileFormat> all = new ArrayList<>(List.of(others));
    all.addAll(List.of(new JsonFormat(), new CsvFormat()));
    return new Formats(all);
  }

  /** What is wrong in how a contract says that its files look; nothing when they can be read. */
  public List<Finding> findings(Contract contract) {
    Optional<SourceFormat> source = contract.source();
    // A server without a format is a fault of the contract's own reader.
    if (source.isEmpty() || source.get().format().isEmpty()) {
      return List.of();
    }
    String word = source.get().format();
    FileFormat format = byWord.get(word);
    if (format == null) {
      return List.of(
          Finding.ofServer(
              "format", "unknown format " + word + NearestName.hint(word, byWord.keySet())));
    }
    List<Finding> findings = new ArrayList<>();
    for (String property : new TreeSet<>(source.get().settings().keySet())) {
      if (!format.properties().contains(property)) {
        String text = property + " does nothing here: files in " + word + " have none";
        findings.add(
            property.equals(DELIMITER)
                ? Finding.ofServer(property, text)
                : Finding.ofProperty(property, text));
      }
    }
    findings.addAll(format.findings(contract));
    return findings;
  }

  /**
   * Reads a file that a contract is drafted from, by the format that it is in.
   *
   * @throws JetbridgeException CONTRACT when it is no table, with the reason
   */
  public Sample sample(SampleFile file, Optional<Contract> product) {
    return all.stream()
        .flatMap(format -> format.sample(file, product).stream())
        .findFirst()
        .orElseThrow();
  }

  /** A contract with its values as its files have them, see {@link FileFormat#written}. */
  public Contract written(Contract contract) {
    return contract.source().map(s -> byWord.get(s.format()).written(contract)).orElse(contract);
  }

  /** Reads the files of a source-aligned product whose contract has no finding. */
  public FormatReader reader(Contract contract) {
    return byWord.get(contract.source().orElseThrow().format()).reader(contract);
  }
}
