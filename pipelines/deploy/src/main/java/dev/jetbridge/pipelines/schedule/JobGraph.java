package dev.jetbridge.pipelines.schedule;

import static java.util.stream.Collectors.toCollection;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.ProductId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The jobs of a mesh in waves, each job after all those that make its inputs. A job makes the
 * products of one domain and wave, unless their contracts name a group; who is published together
 * is made together.
 */
final class JobGraph {
  private final List<List<JobGroup>> waves;
  private final Map<ProductId, JobGroup> makers = new HashMap<>();

  private JobGraph(List<List<JobGroup>> waves) {
    this.waves = waves;
    all().forEach(group -> group.products().forEach(c -> makers.put(c.id(), group)));
  }

  /** The jobs of a mesh whose contracts were judged: groups that wait for each other are faults. */
  static JobGraph of(Contracts contracts) {
    List<List<Unit>> waves = waves(units(contracts));
    List<List<JobGroup>> groups = new ArrayList<>();
    Map<String, Integer> reached = new HashMap<>();
    for (List<Unit> wave : waves) {
      List<JobGroup> made = new ArrayList<>();
      Map<String, List<Contract>> unnamed = new TreeMap<>();
      for (Unit unit : wave) {
        if (unit.named()) {
          made.add(new JobGroup(unit.domain(), unit.name(), unit.products()));
        } else {
          unnamed.computeIfAbsent(unit.domain(), d -> new ArrayList<>()).addAll(unit.products());
        }
      }
      unnamed.forEach(
          (domain, products) ->
              made.add(
                  new JobGroup(domain, "wave" + reached.merge(domain, 1, Integer::sum), products)));
      made.sort(Comparator.comparing(JobGroup::id));
      groups.add(List.copyOf(made));
    }
    return new JobGraph(List.copyOf(groups));
  }

  List<List<JobGroup>> waves() {
    return waves;
  }

  /** In the order of the run graph. */
  List<JobGroup> all() {
    return waves.stream().flatMap(List::stream).toList();
  }

  /** The groups that make what a group is made from. */
  Set<JobGroup> inputs(JobGroup group) {
    return group.inputs().stream()
        .map(makers::get)
        .collect(toCollection(() -> new TreeSet<>(Comparator.comparing(JobGroup::id))));
  }

  /** What cannot be taken apart: products that are published together, or named together. */
  private record Unit(String domain, String name, boolean named, List<Contract> products) {
    Set<ProductId> inputs() {
      return new JobGroup(domain, name, products).inputs();
    }

    Unit and(Unit other) {
      List<Contract> all = new ArrayList<>(products);
      all.addAll(other.products);
      return new Unit(domain, name, named, all);
    }
  }

  private static List<Unit> units(Contracts contracts) {
    Map<String, Unit> units = new LinkedHashMap<>();
    for (ProductGroup group : ProductGroup.of(contracts.all())) {
      Contract first =
          group.members().stream().min(Comparator.comparing(Contract::id)).orElseThrow();
      Contract naming =
          group.members().stream()
              .filter(c -> c.job().group().isPresent())
              .findFirst()
              .orElse(first);
      String domain = naming.id().domain();
      boolean named = naming.job().group().isPresent();
      String name = naming.job().group().orElse(first.id().toString());
      units.merge(
          named ? domain + "-" + name : name,
          new Unit(domain, name, named, group.members()),
          Unit::and);
    }
    return List.copyOf(units.values());
  }

  private static List<List<Unit>> waves(List<Unit> units) {
    Map<ProductId, Unit> makers = new HashMap<>();
    units.forEach(unit -> unit.products().forEach(c -> makers.put(c.id(), unit)));
    Function<Unit, Set<Unit>> inputs =
        unit -> unit.inputs().stream().map(makers::get).collect(toCollection(LinkedHashSet::new));
    List<List<Unit>> waves = new ArrayList<>();
    Set<Unit> left = new LinkedHashSet<>(units);
    while (!left.isEmpty()) {
      List<Unit> wave =
          left.stream().filter(u -> inputs.apply(u).stream().noneMatch(left::contains)).toList();
      if (wave.isEmpty()) {
        throw new IllegalStateException("the jobs wait for each other");
      }
      wave.forEach(left::remove);
      waves.add(wave);
    }
    return waves;
  }
}
