package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.format.SourceColumns.SourceColumn;
import dev.jetbridge.pipelines.landing.ShownName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares the columns of a file with those of its contract, by the drift policy of the contract. A
 * column that seems renamed is refused whatever the policy: read as a new one, its values would be
 * lost and the old one would turn null.
 */
public final class HeaderCheck {
  /** Of the values looked at, the part that must fit for a column to be taken for a renamed one. */
  private static final double FITTING = 0.9;

  /** So many names are compared with each of the contract; a reason has room for fewer. */
  private static final int COMPARED = 50;

  /** More columns that are captured take an engine minutes to plan. */
  private static final int MOST_CAPTURED = 2_000;

  private final SourceColumns expected;
  private final String what;
  private final Function<String, List<String>> values;

  /** The names of the contract by what is equal for names that a person takes for the same. */
  private final Map<String, List<String>> alike;

  private int compared;

  /**
   * @param what what a column is called in this format
   * @param values some values of a column of the file, for telling a renamed one
   */
  public HeaderCheck(SourceColumns expected, String what, Function<String, List<String>> values) {
    this.expected = expected;
    this.what = what;
    this.values = values;
    this.alike = expected.names().stream().collect(Collectors.groupingBy(NameDifference::key));
  }

  /**
   * What there is to warn of in a file that may be read.
   *
   * @param found the names of its columns
   * @throws FileFault when it may not, with every reason
   */
  public List<String> judge(List<String> found, String place) throws FileFault {
    Map<String, Integer> seen = new HashMap<>();
    List<String> faults = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> added = new ArrayList<>();
    List<String> known = expected.names();
    Set<String> wanted = new HashSet<>(known);
    for (int i = 0; i < found.size(); i++) {
      String name = found.get(i);
      if (name.isEmpty() && !wanted.contains(name)) {
        unnamed(i + 1, i + 1 == found.size(), faults, warnings);
        continue;
      }
      Integer first = seen.putIfAbsent(name, i + 1);
      if (first != null) {
        faults.add(what + " " + shown(name) + " twice, at positions " + first + " and " + (i + 1));
      } else if (!wanted.contains(name)) {
        added.add(name);
      }
    }
    List<SourceColumn> missing =
        expected.columns().stream().filter(c -> !seen.containsKey(c.source())).toList();
    boolean refuses = expected.newColumns() == SourceFormat.NewColumns.REFUSE;
    for (int i = 0; i < added.size(); i++) {
      String name = added.get(i);
      Optional<String> renamed = renamed(name, missing, i < COMPARED);
      if (refuses || renamed.isPresent()) {
        faults.add(
            "extra " + what + " " + shown(name) + renamed.orElseGet(() -> near(name, known)));
      }
    }
    if (expected.captures() && added.size() > MOST_CAPTURED) {
      faults.add(
          added.size()
              + " "
              + what
              + "s that the contract does not have, of which at most "
              + MOST_CAPTURED
              + " can be captured");
    }
    boolean refused = !faults.isEmpty();
    for (SourceColumn column : missing) {
      if (refused || column.needed()) {
        faults.add("missing " + what + " " + column.source());
      }
    }
    if (!faults.isEmpty()) {
      throw new FileFault(
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
    warnings.addAll(warnings(added, missing));
    return warnings;
  }

  /** A name of the contract, one like it, or what may be told of another. */
  private String shown(String name) {
    boolean like =
        alike.containsKey(NameDifference.key(name))
            || (++compared <= COMPARED
                && expected.names().stream().anyMatch(other -> isNear(name, other)));
    return like ? NameDifference.visible(name) : ShownName.of(name);
  }

  private void unnamed(int place, boolean last, List<String> faults, List<String> warnings) {
    if (expected.newColumns() == SourceFormat.NewColumns.IGNORE) {
      warnings.add(what + " " + place + " has no name and is ignored");
      return;
    }
    faults.add(
        what
            + " "
            + place
            + " has no name"
            + (last
                ? "; an empty last one is ignored with {property: trailingEmptyColumn, value:"
                    + " true}"
                : ""));
  }

  private List<String> warnings(List<String> added, List<SourceColumn> missing) {
    List<String> warnings = new ArrayList<>();
    for (String name : added) {
      warnings.add(
          "new "
              + what
              + " "
              + shown(name)
              + differing(name).orElse("")
              + (expected.captures() ? " is captured into " + expected.into() : " is ignored"));
    }
    for (SourceColumn column : missing) {
      warnings.add("missing " + what + " " + column.source() + " is null");
    }
    return warnings;
  }

  /**
   * Words about the missing column that a new one may be; empty when it is like none of them.
   *
   * @param looks whether its values are looked at, and names that are not quite the same
   */
  private Optional<String> renamed(String name, List<SourceColumn> missing, boolean looks) {
    Optional<String> differing =
        alike.getOrDefault(NameDifference.key(name), List.of()).stream()
            .filter(other -> missing.stream().anyMatch(c -> c.source().equals(other)))
            .flatMap(
                other -> NameDifference.between(name, other).stream().map(d -> words(other, d)))
            .findFirst();
    if (differing.isPresent() || !looks) {
      return differing;
    }
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

  private static String words(String missing, NameDifference.Seen difference) {
    return " (differs from the missing "
        + NameDifference.visible(missing)
        + " in "
        + difference.words()
        + (difference.foldable() ? "; {property: headerNames, value: normalised} takes it)" : ")");
  }

  private static double share(List<String> values, Predicate<String> fits) {
    return values.isEmpty() ? 0 : (double) values.stream().filter(fits).count() / values.size();
  }

  /** Names that differ in case and punctuation only, or in few of many letters. */
  private static boolean isNear(String one, String other) {
    if (!NameDifference.isComparable(one)) {
      return false;
    }
    String a = folded(one);
    String b = folded(other);
    return a.equals(b)
        || (Math.min(a.length(), b.length()) > 3
            && NearestName.of(a, Map.of(b, b).keySet()).isPresent());
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private String near(String name, List<String> known) {
    return differing(name)
        .or(
            () ->
                compared > COMPARED
                    ? Optional.empty()
                    : NearestName.of(name, known).map(n -> " (near " + n + ")"))
        .orElse("");
  }

  /** Words about a column that a person takes for this one. */
  private Optional<String> differing(String name) {
    return alike.getOrDefault(NameDifference.key(name), List.of()).stream()
        .flatMap(
            other ->
                NameDifference.between(name, other).stream()
                    .map(d -> " (differs from " + other + " in " + d.words() + ")"))
        .findFirst();
  }
}
