package dev.jetbridge.contracts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads contracts. What is wrong in all of them is reported at once: each fault with its file, line
 * and place in the document, what was expected and the nearest known name.
 */
public final class ContractLoader {
  private ContractLoader() {}

  /** The contracts that travel with the program. */
  public static Contracts bundled() {
    return load(List.of());
  }

  /**
   * The bundled contracts and every {@code *.odcs.yaml} below the directories.
   *
   * @throws JetbridgeException CONFIG with every fault of every contract, such as an id that a
   *     bundled one has; CONFIG when a directory is missing or holds no contract
   */
  public static Contracts load(List<Path> extraDirectories) {
    return load(extraDirectories, contract -> List.of());
  }

  /**
   * The same, judged by somebody who knows more, such as the rule language; what he finds is told
   * with the other faults.
   *
   * @param judge says what is wrong in a contract that was read
   */
  public static Contracts load(
      List<Path> extraDirectories, Function<Contract, List<String>> judge) {
    Contracts contracts = read(extraDirectories, judge);
    contracts
        .faults()
        .ifPresent(
            faults -> {
              throw faults;
            });
    return contracts;
  }

  /**
   * The contracts that load, and beside them those that do not: what is wrong in one concerns no
   * other. A fault among contracts, such as a cycle, is one of the contract that is told of it.
   *
   * @throws JetbridgeException CONFIG with every fault when no contract loads; CONFIG when a
   *     directory is missing or holds no contract
   */
  public static Contracts loadGood(List<Path> extraDirectories) {
    Contracts contracts = read(extraDirectories, contract -> List.of());
    contracts
        .faults()
        .filter(f -> contracts.all().isEmpty())
        .ifPresent(
            faults -> {
              throw faults;
            });
    return contracts;
  }

  private static Contracts read(
      List<Path> extraDirectories, Function<Contract, List<String>> judge) {
    Map<String, ContractFile> files = new LinkedHashMap<>();
    ContractFiles.bundled().forEach((o, t) -> files.put(o, new ContractFile(o, true, t)));
    for (Path directory : extraDirectories) {
      ContractFiles.below(directory.normalize())
          .forEach((o, t) -> files.put(o, new ContractFile(o, false, t)));
    }
    Mesh mesh = new Mesh();
    Map<String, ProductId> products = new HashMap<>();
    for (ContractFile file : files.values()) {
      Optional<Draft> draft = file.read();
      draft.ifPresent(d -> mesh.add(d, file));
      draft.flatMap(Draft::contract).ifPresent(c -> judge(c, judge, file.faults()));
      if (draft.isEmpty()) {
        file.product().ifPresent(mesh::addUnread);
      }
      draft
          .map(Draft::id)
          .or(file::product)
          .ifPresent(product -> products.put(file.origin(), product));
    }
    mesh.check();
    List<ContractFile> faulty = files.values().stream().filter(f -> !f.faults().isEmpty()).toList();
    List<Fault> found = faulty.stream().flatMap(f -> f.faults().found().stream()).toList();
    return new Contracts(
        mesh.contracts(),
        broken(faulty, products, mesh),
        Optional.of(found).filter(f -> !f.isEmpty()).map(Faults::exception));
  }

  /** Each product once: not when it has a contract that loads, or another that does not. */
  private static List<BrokenContract> broken(
      List<ContractFile> faulty, Map<String, ProductId> products, Mesh mesh) {
    Set<ProductId> taken = new HashSet<>();
    mesh.contracts().forEach(c -> taken.add(c.id()));
    return faulty.stream()
        .map(f -> f.broken(Optional.ofNullable(products.get(f.origin())).filter(taken::add)))
        .toList();
  }

  /**
   * One contract by itself; its inputs are not looked up.
   *
   * @param origin the file it stands in, for messages
   * @throws JetbridgeException CONFIG with every fault
   */
  public static Contract parse(String yaml, String origin) {
    return parse(yaml, origin, contract -> List.of());
  }

  /**
   * The same, judged by somebody who knows more.
   *
   * @param judge says what is wrong in a contract that was read
   */
  public static Contract parse(String yaml, String origin, Function<Contract, List<String>> judge) {
    Faults faults = new Faults(origin);
    Optional<Contract> contract =
        ContractReader.read(yaml, origin, faults).flatMap(Draft::contract);
    contract.ifPresent(c -> judge(c, judge, faults));
    if (!faults.isEmpty()) {
      throw Faults.exception(faults.found());
    }
    return contract.orElseThrow(
        () ->
            new JetbridgeException(
                FailureKind.INTERNAL,
                "Cannot read contract " + origin + ": nothing was read, and no fault found"));
  }

  /** A contract whose columns are faulty is not judged further: all that follows would be. */
  private static void judge(
      Contract contract, Function<Contract, List<String>> judge, Faults faults) {
    if (faults.found().stream().noneMatch(f -> f.path().contains(".properties["))) {
      judge.apply(contract).forEach(text -> faults.add(0, "", text));
    }
  }
}
