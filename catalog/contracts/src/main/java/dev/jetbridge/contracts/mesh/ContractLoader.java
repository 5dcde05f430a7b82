package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractJudge;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.Fault;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.reading.ContractReader;
import dev.jetbridge.contracts.reading.Draft;
import dev.jetbridge.contracts.yaml.Faults;
import dev.jetbridge.contracts.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads contracts. What is wrong in all of them is reported at once: each fault with its file, line
 * and place in the document, what was expected and the nearest known name.
 */
public final class ContractLoader {
  private ContractLoader() {}

  /** The contracts that travel with the program. */
  public static Contracts bundled() {
    return Bundled.CONTRACTS;
  }

  /** Read when they are first asked for: they are the same as long as the program runs. */
  private static final class Bundled {
    static final Contracts CONTRACTS = load(List.of());
  }

  /**
   * The bundled contracts and every {@code *.odcs.yaml} below the directories.
   *
   * @throws JetbridgeException CONFIG with every fault of every contract, such as an id that a
   *     bundled one has; CONFIG when a directory is missing or holds no contract
   */
  public static Contracts load(List<Path> extraDirectories) {
    return loaded(read(extraDirectories, ContractJudge.NONE));
  }

  /**
   * The contracts that load, and beside them those that do not: what is wrong in one concerns no
   * other. A fault among contracts, such as a cycle, is one of the contract that is told of it.
   *
   * @throws JetbridgeException CONFIG with every fault when no contract loads; CONFIG when a
   *     directory is missing or holds no contract
   */
  public static Contracts loadGood(List<Path> extraDirectories) {
    Contracts contracts = read(extraDirectories, ContractJudge.NONE);
    contracts
        .faults()
        .filter(f -> contracts.all().isEmpty())
        .ifPresent(
            faults -> {
              throw faults;
            });
    return contracts;
  }

  /**
   * Contracts judged by somebody who knows more, such as the rule language: those of folders
   * together with the bundled ones, files each by itself. All faults are told at once.
   *
   * @return the contracts of the paths, those of folders first
   * @throws JetbridgeException CONFIG with every fault; CONFIG when a path is missing or a folder
   *     holds no contract
   */
  public static List<Contract> lint(List<Path> paths, ContractJudge judge) {
    List<Path> folders = paths.stream().filter(Files::isDirectory).toList();
    List<ContractFile> alone =
        paths.stream().filter(p -> !folders.contains(p)).map(ContractFiles::single).toList();
    List<Contract> contracts = new ArrayList<>();
    List<Fault> found = new ArrayList<>();
    if (!folders.isEmpty()) {
      Set<String> bundled = ContractFiles.bundled().keySet();
      Contracts mesh = read(folders, judge);
      found.addAll(mesh.found());
      mesh.all().stream().filter(c -> !bundled.contains(c.origin())).forEach(contracts::add);
    }
    for (ContractFile file : alone) {
      Optional<Draft> draft = file.read();
      draft.ifPresent(d -> judge(d, file.faults(), judge, Optional.empty()));
      found.addAll(file.faults().found());
      draft.flatMap(Draft::contract).ifPresent(contracts::add);
    }
    if (!found.isEmpty()) {
      throw Fault.exception(found);
    }
    return contracts;
  }

  private static Contracts loaded(Contracts contracts) {
    contracts
        .faults()
        .ifPresent(
            faults -> {
              throw faults;
            });
    return contracts;
  }

  private static Contracts read(List<Path> extraDirectories, ContractJudge judge) {
    Map<String, ContractFile> files = new LinkedHashMap<>();
    ContractFiles.bundled().forEach((o, t) -> files.put(o, new ContractFile(o, true, t)));
    for (Path directory : extraDirectories) {
      ContractFiles.below(directory.normalize())
          .forEach((o, t) -> files.put(o, new ContractFile(o, false, t)));
    }
    Mesh mesh = new Mesh();
    Map<ContractFile, Draft> drafts = new LinkedHashMap<>();
    Map<String, ProductId> products = new HashMap<>();
    for (ContractFile file : files.values()) {
      Optional<Draft> draft = file.read();
      draft.ifPresent(d -> mesh.add(d, file));
      draft.filter(d -> !file.bundled()).ifPresent(d -> drafts.put(file, d));
      if (draft.isEmpty()) {
        file.product().ifPresent(mesh::addUnread);
      }
      draft
          .map(Draft::id)
          .or(file::product)
          .ifPresent(product -> products.put(file.origin(), product));
    }
    Set<ProductId> known = Set.copyOf(products.values());
    drafts.forEach((file, draft) -> judge(draft, file.faults(), judge, Optional.of(known)));
    mesh.check();
    List<ContractFile> faulty = files.values().stream().filter(f -> !f.faults().isEmpty()).toList();
    List<Fault> found = faulty.stream().flatMap(f -> f.faults().found().stream()).toList();
    return new Contracts(mesh.contracts(), broken(faulty, products, mesh), found);
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
    Faults faults = new Faults(origin);
    Optional<Contract> contract =
        ContractReader.read(yaml, origin, faults).flatMap(Draft::contract);
    if (!faults.isEmpty()) {
      throw Fault.exception(faults.found());
    }
    return contract.orElseThrow(
        () ->
            new JetbridgeException(
                FailureKind.INTERNAL,
                "Cannot read contract " + origin + ": nothing was read, and no fault found"));
  }

  /** What may only follow from a column that is faulty itself is not told. */
  private static void judge(
      Draft draft, Faults faults, ContractJudge judge, Optional<Set<ProductId>> known) {
    if (draft.contract().isEmpty()) {
      return;
    }
    List<YamlNode> faulty = draft.columnsWith(faults);
    for (Finding finding : judge.findings(draft.contract().get(), known)) {
      if (!draft.concernsAny(faulty, finding)) {
        faults.add(draft.place(finding), finding.text());
      }
    }
  }
}
