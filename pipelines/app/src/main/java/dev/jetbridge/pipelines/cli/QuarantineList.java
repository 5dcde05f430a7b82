package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.quarantine.Quarantine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is in quarantine: the sums first, then where they come from, then the refused files. */
final class QuarantineList {
  private static final List<String> FILE = List.of("product", "file", "place", "reason");

  private final Map<Reason, Sum> sums = new LinkedHashMap<>();
  private final List<List<String>> groups = new ArrayList<>();
  private final List<List<String>> refused = new ArrayList<>();
  private final List<List<String>> waiting = new ArrayList<>();
  private Optional<ProductId> firstRejected = Optional.empty();
  private Optional<ProductId> firstRefused = Optional.empty();

  private record Reason(String product, String column, String rule, String reason) {}

  private static final class Sum {
    private final Set<String> files = new HashSet<>();
    private long records;
  }

  void add(ProductId product, List<Quarantine.Group> rejected, List<Quarantine.RefusedFile> files) {
    String id = product.toString();
    for (Quarantine.Group group : rejected) {
      Sum sum =
          sums.computeIfAbsent(
              new Reason(id, group.column(), group.rule(), group.reason()), r -> new Sum());
      sum.records += group.records();
      sum.files.add(group.file());
      groups.add(
          List.of(
              id,
              group.file(),
              number(group.records()),
              group.column(),
              group.rule(),
              group.reason()));
      firstRejected = firstRejected.or(() -> Optional.of(product));
    }
    for (Quarantine.RefusedFile file : files) {
      refused.add(List.of(id, file.file(), file.place(), file.reason()));
      firstRefused = firstRefused.or(() -> Optional.of(product));
    }
  }

  /** Files of a last run that took nothing: no run dealt with them that counts. */
  void addWaiting(ProductId product, List<Quarantine.RefusedFile> files) {
    for (Quarantine.RefusedFile file : files) {
      waiting.add(List.of(product.toString(), file.file(), file.place(), file.reason()));
    }
  }

  void print(PrintWriter out) {
    if (!sums.isEmpty()) {
      out.println("Rejected records by reason:");
      TextTable.print(
          out, List.of("product", "records", "files", "column", "rule", "reason"), summed());
      out.println();
      out.println("By file:");
      TextTable.print(
          out, List.of("product", "file", "records", "column", "rule", "reason"), groups);
      out.println();
    }
    if (!refused.isEmpty()) {
      out.println("Files refused whole:");
      TextTable.print(out, FILE, refused);
      out.println();
    }
    if (!waiting.isEmpty()) {
      out.println(
          "Refused by a last run that took nothing; they wait in landing for the next run:");
      TextTable.print(out, FILE, waiting);
      out.println();
    }
  }

  /** What to type next, as messages say it; empty when there is nothing in quarantine. */
  Optional<String> next() {
    return firstRejected
        .map(product -> "jetbridge quarantine show " + product)
        .or(() -> firstRefused.map(product -> "jetbridge quarantine replay " + product))
        .or(() -> waiting.stream().findFirst().map(file -> "jetbridge retry " + file.get(0)));
  }

  private List<List<String>> summed() {
    return sums.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Reason, Sum>>comparingLong(e -> -e.getValue().records)
                .thenComparing(e -> e.getKey().toString()))
        .map(
            e ->
                List.of(
                    e.getKey().product(),
                    number(e.getValue().records),
                    number(e.getValue().files.size()),
                    e.getKey().column(),
                    e.getKey().rule(),
                    e.getKey().reason()))
        .toList();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
