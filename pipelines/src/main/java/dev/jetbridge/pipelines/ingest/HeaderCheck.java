package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.SourceColumns.SourceColumn;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.landing.ShownName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compares the columns of a file with those of its contract, by the drift policy of the contract. A
 * column that seems renamed is refused whatever the policy: read as a new one, its values would be
 * lost and the old one would turn null.
 */
final class HeaderCheck {
  /** Of the values looked at, the part that must fit for a column to be taken for a renamed one. */
  private static final double FITTING = 0.9;

  private final SourceColumns expected;
  private final String what;
  private final Set<String> taken;
  private final Function<String, List<String>> values;

  /**
   * @param what what a column is called in this format
   * @param taken what no captured column may be called; empty where columns go by place
   * @param values some values of a column of the file, for telling a renamed one
   */
  HeaderCheck(
      SourceColumns expected,
      String what,
      Set<String> taken,
      Function<String, List<String>> values) {
    this.expected = expected;
    this.what = what;
    this.taken = taken;
    this.values = values;
  }

  /**
   * What there is to warn of in a file that may be read.
   *
   * @param found the names of its columns
   * @throws ByteScan.Fault when it may not, with every reason
   */
  List<String> judge(List<String> found, String place) throws ByteScan.Fault {
    Set<String> seen = new HashSet<>();
    List<String> faults = new ArrayList<>();
    List<String> added = new ArrayList<>();
    List<String> known = expected.names();
    for (String name : found) {
      if (!seen.add(name)) {
        faults.add(what + " " + shown(name) + " twice");
      } else if (!known.contains(name)) {
        added.add(name);
      }
    }
    List<SourceColumn> missing =
        expected.columns().stream().filter(c -> !seen.contains(c.source())).toList();
    if (expected.captures() && !taken.isEmpty()) {
      added.forEach(name -> likeAnother(name, found).ifPresent(faults::add));
    }
    boolean refuses = expected.newColumns() == SourceFormat.NewColumns.REFUSE;
    for (String name : added) {
      Optional<String> renamed = renamed(name, missing);
      if (refuses || renamed.isPresent()) {
        faults.add(
            "extra " + what + " " + shown(name) + renamed.orElseGet(() -> near(name, known)));
      }
    }
    boolean refused = !faults.isEmpty();
    for (SourceColumn column : missing) {
      if (refused || column.needed()) {
        faults.add("missing " + what + " " + column.source());
      }
    }
    if (!faults.isEmpty()) {
      throw new ByteScan.Fault(
          "header: "
              + found.size()
              + " "
              + what
              + "s, the contract has "
              + known.size()
              + " ("
              + String.join("; ", faults)
              + ")",
          place);
    }
    return warnings(added, missing);
  }

  /** Spark tells the fields that it reads apart by their letters, not by their case. */
  private Optional<String> likeAnother(String name, List<String> found) {
    return Stream.concat(taken.stream(), found.stream().filter(other -> !other.equals(name)))
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(other -> what + " " + shown(name) + " cannot be captured beside " + shown(other));
  }

  /** A name of the contract, one like it, or what may be told of another. */
  private String shown(String name) {
    return expected.names().stream().anyMatch(known -> isNear(name, known))
        ? Printable.of(name)
        : ShownName.of(name);
  }

  private List<String> warnings(List<String> added, List<SourceColumn> missing) {
    List<String> warnings = new ArrayList<>();
    for (String name : added) {
      warnings.add(
          "new "
              + what
              + " "
              + shown(name)
              + (expected.captures() ? " is captured into " + expected.into() : " is ignored"));
    }
    for (SourceColumn column : missing) {
      warnings.add("missing " + what + " " + column.source() + " is null");
    }
    return warnings;
  }

  /** Words about the missing column that a new one may be; empty when it is like none of them. */
  private Optional<String> renamed(String name, List<SourceColumn> missing) {
    Optional<SourceColumn> near =
        missing.stream().filter(c -> isNear(name, c.source())).findFirst();
    if (near.isPresent()) {
      return Optional.of(" (near the missing " + near.get().source() + ": renamed?)");
    }
    List<String> some = missing.isEmpty() ? List.of() : values.apply(name);
    return missing.stream()
        .filter(SourceColumn::tells)
        .filter(c -> share(some, c.fits()) >= FITTING)
        .findFirst()
        .map(c -> " (its values fit the missing " + c.source() + ": renamed?)");
  }

  private static double share(List<String> values, Predicate<String> fits) {
    return values.isEmpty() ? 0 : (double) values.stream().filter(fits).count() / values.size();
  }

  /** Names that differ in case and punctuation only, or in few of many letters. */
  private static boolean isNear(String one, String other) {
    String a = folded(one);
    String b = folded(other);
    return a.equals(b)
        || (Math.min(a.length(), b.length()) > 3
            && NearestName.of(a, Map.of(b, b).keySet()).isPresent());
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static String near(String name, List<String> known) {
    return NearestName.of(name, known).map(n -> " (near " + n + ")").orElse("");
  }
}
