package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the simulated sources said in the end: the newest version of each key among the records that
 * the truth does not call broken, in files that it does not call useless. Read by nothing that
 * ingestion reads with.
 */
public final class SentRecords {
  private SentRecords() {}

  /**
   * The records of a source by column, typed as Spark types them; deleted keys are left out.
   *
   * @param home a home of the sample airline
   */
  public static Collection<Map<String, Object>> newest(Path home, Contract contract)
      throws IOException {
    Map<List<Object>, Map<String, Object>> newest = new HashMap<>();
    for (String file : properFiles(home, contract)) {
      Set<Integer> broken = broken(home.resolve("truth/planted/" + file + ".planted.csv"));
      DeliveredFile delivered = new DeliveredFile(contract, home.resolve("sources/" + file));
      for (DeliveredFile.DataRecord sent : delivered.records()) {
        if (!broken.contains(sent.number())) {
          Map<String, Object> typed = typed(contract, sent);
          newest.merge(key(contract, typed), typed, (a, b) -> later(contract, a, b));
        }
      }
    }
    contract
        .change()
        .deleteMarker()
        .ifPresent(
            marker -> newest.values().removeIf(r -> marker.value().equals(r.get(marker.column()))));
    return newest.values();
  }

  /** The lines of a part of the truth, by column. */
  public static List<Map<String, String>> truth(Path home, String part) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(home.resolve("truth").resolve(part))) {
      for (Path file : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        String[] names = lines.get(0).split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
          String[] values = line.split(",", -1);
          Map<String, String> row = new HashMap<>();
          for (int i = 0; i < names.length; i++) {
            row.put(names[i], values[i]);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static List<String> properFiles(Path home, Contract contract) throws IOException {
    String pattern = contract.source().orElseThrow().filePattern();
    String begin = "/" + pattern.substring(0, pattern.indexOf('*'));
    return Files.readAllLines(home.resolve("truth/files.csv")).stream()
        .skip(1)
        .map(FileTruth::parse)
        .filter(FileTruth::isProper)
        .map(FileTruth::path)
        .filter(path -> path.startsWith(begin, path.lastIndexOf('/')))
        .toList();
  }

  private static Set<Integer> broken(Path planted) throws IOException {
    return Files.readAllLines(planted).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(fields -> !Set.of("duplicate", "superseded").contains(fields[4]))
        .map(fields -> Integer.valueOf(fields[1]))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Map<String, Object> typed(Contract contract, DeliveredFile.DataRecord sent) {
    List<Object> values = new ContractJudge(contract).typed(sent.values());
    Map<String, Object> typed = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      typed.put(contract.columns().get(i).name(), values.get(i));
    }
    return typed;
  }

  private static List<Object> key(Contract contract, Map<String, Object> row) {
    return contract.key().stream().map(Column::name).map(row::get).toList();
  }

  private static Map<String, Object> later(
      Contract contract, Map<String, Object> a, Map<String, Object> b) {
    String order = contract.change().orderColumn().orElseThrow();
    java.sql.Timestamp first = (java.sql.Timestamp) a.get(order);
    return first.before((java.sql.Timestamp) b.get(order)) ? b : a;
  }
}
