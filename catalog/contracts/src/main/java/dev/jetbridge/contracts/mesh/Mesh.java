package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.ProductKind;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.contracts.reading.ChangeKeyReader;
import dev.jetbridge.contracts.reading.Draft;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges contracts among each other: ids, inputs, their direction, cycles, identifiers. */
final class Mesh {
  private static final String IDENTITY = "identity";

  private final Map<ProductId, Draft> drafts = new TreeMap<>();
  private final Map<ProductId, ContractFile> files = new HashMap<>();
  private final Set<ProductId> unread = new HashSet<>();

  /**
   * Takes a contract in. A second one of an id is a fault of its file, and of the first file, too:
   * nobody knows which of them is meant. A bundled one stands.
   */
  void add(Draft draft, ContractFile file) {
    Draft first = drafts.get(draft.id());
    if (first != null) {
      ContractFile before = files.get(draft.id());
      twice(draft, file, before);
      if (!before.bundled()) {
        twice(first, before, file);
      }
      return;
    }
    drafts.put(draft.id(), draft);
    files.put(draft.id(), file);
  }

  private static void twice(Draft draft, ContractFile file, ContractFile other) {
    file.faults()
        .add(
            draft.document().field("id").orElse(draft.document()),
            "the product "
                + draft.id()
                + " has "
                + (other.bundled() ? "a contract already: " : "another contract: ")
                + other.origin());
  }

  /** Takes a product in whose contract cannot be read: it is faulty, not unknown. */
  void addUnread(ProductId id) {
    unread.add(id);
  }

  /** Those without a fault. */
  Collection<Contract> contracts() {
    return drafts.values().stream()
        .filter(d -> faultsOf(d.id()).isEmpty())
        .flatMap(d -> d.contract().stream())
        .toList();
  }

  private Faults faultsOf(ProductId id) {
    return files.get(id).faults();
  }

  void check() {
    for (Draft draft : drafts.values()) {
      draft.contract().ifPresent(c -> checkIdentifiers(draft, c));
      draft.contract().ifPresent(c -> checkInputs(draft, c));
      checkName(draft);
    }
    ChangeKeyJudge changes =
        new ChangeKeyJudge(id -> Optional.ofNullable(drafts.get(id)).flatMap(Draft::contract));
    for (Draft draft : drafts.values()) {
      draft
          .contract()
          .ifPresent(
              c ->
                  changes.check(
                      c,
                      fault ->
                          faultsOf(draft.id()).add(draft.place(ChangeKeyReader.PROPERTY), fault)));
    }
    checkCycles();
    GroupJudge.Faults faults =
        (draft, fault) -> faultsOf(draft.id()).add(draft.place(fault.property()), fault.text());
    new JobGroupJudge(drafts.values(), faults).check();
    GroupJudge groups = new GroupJudge(drafts.values(), faults);
    groups.check();
    groups.checkLoaded(id -> !faultsOf(id).isEmpty());
  }

  /** A table of versions has a name that no other product may have. */
  private void checkName(Draft draft) {
    VersionHistory.ofTable(draft.id())
        .map(drafts::get)
        .flatMap(Draft::contract)
        .filter(c -> c.change().history())
        .ifPresent(
            c ->
                faultsOf(draft.id())
                    .add(
                        draft.document().field("id").orElse(draft.document()),
                        draft.id()
                            + " is the table of versions of "
                            + c.id()
                            + ", whose contract says history: true; choose another name"));
  }

  private void checkIdentifiers(Draft draft, Contract contract) {
    if (contract.isSource() || contract.id().domain().equals(IDENTITY)) {
      return;
    }
    draft.document().list("schema").stream()
        .flatMap(t -> t.list("properties").stream())
        .flatMap(c -> c.field("classification").stream())
        .filter(c -> c.text().equals(Classification.IDENTIFIER.label()))
        .forEach(
            c ->
                faultsOf(draft.id())
                    .add(
                        c,
                        "an identifier may occur only in source-aligned products and in the"
                            + " domain identity; carry person_id or a token"));
  }

  private void checkInputs(Draft draft, Contract contract) {
    YamlNode place = draft.place("inputs");
    Faults mine = faultsOf(draft.id());
    for (YamlNode item : place.items()) {
      ProductId id = ProductId.ifValid(item.text()).orElse(null);
      if (id == null) {
        continue;
      }
      Draft input = drafts.get(id);
      if (id.equals(contract.id())) {
        mine.add(item, "a product is not an input of itself; say readsPrevious: true");
      } else if (input == null && !unread.contains(id)) {
        mine.add(
            item,
            "unknown product "
                + id
                + NearestName.hint(
                    id.toString(), drafts.keySet().stream().map(ProductId::toString).toList()));
      } else if (input != null) {
        input
            .contract()
            .filter(i -> !mayRead(contract.kind(), i.kind()))
            .ifPresent(
                i ->
                    mine.add(
                        item,
                        "a product of kind "
                            + contract.kind().label()
                            + " cannot read "
                            + id
                            + ", which is "
                            + i.kind().label()));
      }
    }
  }

  /** Inputs point towards earlier kinds or sideways; nobody but a consumer reads a consumer. */
  private static boolean mayRead(ProductKind reader, ProductKind input) {
    return switch (reader) {
      case SOURCE_ALIGNED -> false;
      case AGGREGATE -> input != ProductKind.CONSUMER_ALIGNED;
      case CONSUMER_ALIGNED -> true;
    };
  }

  /** Reports each cycle once, at its first product by name. */
  private void checkCycles() {
    Set<ProductId> settled = new TreeSet<>();
    for (ProductId start : drafts.keySet()) {
      walk(start, new ArrayDeque<>(), settled);
    }
  }

  private void walk(ProductId id, Deque<ProductId> path, Set<ProductId> settled) {
    if (path.contains(id)) {
      report(path, id);
      return;
    }
    if (settled.contains(id)) {
      return;
    }
    path.addLast(id);
    for (ProductId input : inputs(id)) {
      walk(input, path, settled);
    }
    path.removeLast();
    settled.add(id);
  }

  private List<ProductId> inputs(ProductId id) {
    Draft draft = drafts.get(id);
    return draft == null
        ? List.of()
        : draft.contract().map(c -> c.derivation().inputs()).orElse(List.of()).stream()
            .filter(i -> !i.equals(id))
            .toList();
  }

  private void report(Deque<ProductId> path, ProductId back) {
    List<ProductId> cycle = new ArrayList<>(path);
    cycle = cycle.subList(cycle.indexOf(back), cycle.size());
    List<String> names = new ArrayList<>(cycle.stream().map(ProductId::toString).toList());
    names.add(back.toString());
    faultsOf(back)
        .add(
            drafts.get(back).place("inputs"),
            "the inputs form a cycle: " + String.join(" reads ", names));
  }
}
