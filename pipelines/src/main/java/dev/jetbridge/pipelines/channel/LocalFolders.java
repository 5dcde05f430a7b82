package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.SourceFormat.Channel;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folders that servers of type local name; one that begins with no slash is seen from where the
 * command is called.
 */
public final class LocalFolders {
  private LocalFolders() {}

  /** Whether the files of a product come from a folder of this machine. */
  public static boolean serves(Contract contract) {
    return contract.source().filter(s -> s.channel() == Channel.LOCAL).isPresent();
  }

  /** The folder of the files of such a product. */
  public static Path of(Contract contract) {
    Path folder = Path.of(contract.source().orElseThrow().location()).getParent();
    return (folder == null ? Path.of("") : folder).toAbsolutePath().normalize();
  }

  /**
   * Takes the files of one product.
   *
   * @throws JetbridgeException CONFIG when the folder or a fitting file is missing
   */
  public static Pulled pull(Contract contract, Landing landing, Instant moment) {
    Path path = of(contract);
    if (!Files.isDirectory(path)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot pull "
              + contract.id()
              + ": its contract names the folder "
              + path
              + ", which is not there; make it, or name another with --from DIR");
    }
    Set<String> known = new HashSet<>();
    landing.files(contract.id()).forEach(file -> known.add(file.hash()));
    FolderPull folder = new FolderPull(path);
    Set<LandedFile> fresh =
        folder.land(contract, landing, moment).stream()
            .filter(file -> !known.contains(file.hash()))
            .collect(Collectors.toSet());
    return new Pulled(
        fresh.size(),
        fresh.stream().mapToLong(LandedFile::bytes).sum(),
        folder.notes(contract),
        folder.failures());
  }

  /** Takes the files of all such products that have some; of the others it says why not. */
  public static Pulled pull(Collection<Contract> products, Landing landing, Instant moment) {
    Pulled pulled = new Pulled(0, 0);
    List<String> notes = new ArrayList<>();
    for (Contract contract : products.stream().filter(LocalFolders::serves).toList()) {
      try {
        pulled = pulled.plus(pull(contract, landing, moment));
      } catch (JetbridgeException e) {
        if (e.kind() != FailureKind.CONFIG) {
          throw e;
        }
        notes.add(e.getMessage());
      }
    }
    return pulled.plus(new Pulled(0, 0, notes, List.of()));
  }
}
