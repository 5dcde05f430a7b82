package dev.jetbridge.contracts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Map<String, Optional<String>> texts = new LinkedHashMap<>(ContractFiles.bundled());
    for (Path directory : extraDirectories) {
      texts.putAll(ContractFiles.below(directory.normalize()));
    }
    Mesh mesh = new Mesh();
    List<Faults> files = new ArrayList<>();
    texts.forEach(
        (origin, text) -> {
          Faults faults = new Faults(origin);
          files.add(faults);
          if (text.isEmpty()) {
            faults.add(0, "", "is not encoded in UTF-8");
            return;
          }
          ContractReader.read(text.get(), origin, faults)
              .ifPresent(
                  draft -> {
                    mesh.add(draft, faults);
                    draft.contract().ifPresent(contract -> judge(contract, judge, faults));
                  });
        });
    mesh.check();
    List<Fault> found = files.stream().flatMap(f -> f.found().stream()).toList();
    if (!found.isEmpty()) {
      throw Faults.exception(found);
    }
    return new Contracts(mesh.contracts());
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
