package dev.jetbridge.contracts.mesh;

import static dev.jetbridge.contracts.reading.CustomProperties.GROUP;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Fault;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.reading.ChangeKeyReader;
import dev.jetbridge.contracts.reading.Draft;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Judges the groups of a mesh: whether their members can be made and published together. A group
 * whose members wait for each other through a product outside of it never could.
 */
final class GroupJudge {
  private final Map<ProductId, Draft> drafts;
  private final Faults faults;
  private final Waiting waiting;
  private final Map<String, Set<ProductId>> groups = new TreeMap<>();

  /** A fault of a draft, at the place of one of its custom properties. */
  record Fault(String property, String text) {}

  /** Takes the faults of drafts. */
  @FunctionalInterface
  interface Faults {
    void add(Draft draft, Fault fault);
  }

  GroupJudge(Collection<Draft> drafts, Faults faults) {
    this.drafts = new TreeMap<>();
    this.faults = faults;
    this.waiting =
        new Waiting(this.drafts, draft -> group(draft).map(groups::get).orElse(Set.of()));
    for (Draft draft : drafts) {
      this.drafts.put(draft.id(), draft);
      group(draft).ifPresent(g -> groups.computeIfAbsent(g, k -> new TreeSet<>()).add(draft.id()));
    }
  }

  /** The group as the document names it, be its contract faulty. */
  private static Optional<String> group(Draft draft) {
    YamlNode place = draft.place(GROUP);
    return place.equals(draft.document()) || !place.is(YamlNode.Kind.TEXT)
        ? Optional.empty()
        : Optional.of(place.text());
  }

  void check() {
    groups.forEach(
        (group, members) -> {
          alone(group, members);
          outputs(members);
          circles(group, members);
        });
  }

  /** A member cannot be published with one whose contract does not load. */
  void checkLoaded(Predicate<ProductId> faulty) {
    groups.forEach(
        (group, members) ->
            members.stream()
                .filter(faulty)
                .findFirst()
                .ifPresent(
                    broken ->
                        members.stream()
                            .filter(m -> !m.equals(broken) && !faulty.test(m))
                            .forEach(
                                m ->
                                    add(
                                        m,
                                        GROUP,
                                        "the group "
                                            + group
                                            + " is published together, and the contract of "
                                            + broken
                                            + " is faulty"))));
  }

  private void alone(String group, Set<ProductId> members) {
    if (members.size() == 1) {
      Set<String> others = new TreeSet<>(groups.keySet());
      others.remove(group);
      members.forEach(
          m ->
              add(
                  m,
                  GROUP,
                  "no other contract names the group "
                      + group
                      + NearestName.of(group, others)
                          .map(n -> "; did you mean " + n + "?")
                          .orElse("")));
    }
  }

  /** The members that name one transformation are its outputs: it runs once for all of them. */
  private void outputs(Set<ProductId> members) {
    Map<String, Contract> first = new TreeMap<>();
    for (ProductId member : members) {
      Contract contract = drafts.get(member).contract().orElse(null);
      String transformation =
          contract == null ? null : contract.derivation().transformation().orElse(null);
      if (transformation == null) {
        continue;
      }
      Contract known = first.putIfAbsent(transformation, contract);
      if (known != null) {
        same(contract, known, "inputs", d -> Set.copyOf(d.inputs()));
        same(contract, known, "parameters", Contract.Derivation::parameters);
        same(contract, known, "readsPrevious", Contract.Derivation::readsPrevious);
        same(contract, known, ChangeKeyReader.PROPERTY, Contract.Derivation::changeKey);
      }
    }
  }

  private void same(
      Contract contract,
      Contract known,
      String property,
      java.util.function.Function<Contract.Derivation, Object> said) {
    if (!said.apply(contract.derivation()).equals(said.apply(known.derivation()))) {
      add(
          contract.id(),
          property,
          "must be as in "
              + known.id()
              + ": both are outputs of one run of "
              + known.derivation().transformation().orElseThrow());
    }
  }

  private void circles(String group, Set<ProductId> members) {
    for (ProductId member : members) {
      for (ProductId input : waiting.inputs(member)) {
        if (!members.contains(input)) {
          waiting
              .reached(input, members)
              .ifPresent(
                  back ->
                      add(
                          member,
                          "inputs",
                          "the group "
                              + group
                              + " cannot be published together: "
                              + member
                              + " reads "
                              + input
                              + ", which waits for "
                              + back));
        }
      }
    }
  }

  private void add(ProductId member, String property, String text) {
    faults.add(drafts.get(member), new Fault(property, text));
  }
}
