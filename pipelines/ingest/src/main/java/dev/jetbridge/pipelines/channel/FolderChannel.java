package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folders that servers of type local name; one that begins with no slash is seen from where the
 * command is called.
 */
public record FolderChannel(Workspace workspace) implements Channel {
  /** What the location of a contract says: it is a path. */
  public static final String WORD = "local";

  @Override
  public String step() {
    return "Taking files from local folders";
  }

  @Override
  public boolean serves(Contract contract) {
    return contract.source().filter(s -> s.channel().equals(WORD)).isPresent();
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> folder(Contract contract) {
    return Optional.of(of(contract));
  }

  /** A folder of which the files go into one landing. */
  private record Place(Path folder, String landing) {}

  private static Path of(Contract contract) {
    Path folder = Path.of(contract.source().orElseThrow().location()).getParent();
    return (folder == null ? Path.of("") : folder).toAbsolutePath().normalize();
  }

  /**
   * {@inheritDoc}
   *
   * @throws JetbridgeException CONFIG when the folder or a fitting file is missing
   */
  @Override
  public Pulled pull(Contract contract, Instant asOf) {
    FolderPull folder = open(contract);
    return take(contract, folder, asOf)
        .plus(new Pulled(0, 0, folder.notes(contract), folder.failures()));
  }

  private static FolderPull open(Contract contract) {
    Path path = of(contract);
    if (!Files.isDirectory(path)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot pull "
              + contract.id()
              + ": its contract names the folder "
              + path
              + ", which does not exist; create it, or name another with --from DIR");
    }
    return new FolderPull(path);
  }

  private Pulled take(Contract contract, FolderPull folder, Instant asOf) {
    Landing landing = workspace.landing();
    Set<String> known = new HashSet<>();
    landing.files(contract.id()).forEach(file -> known.add(file.hash()));
    Set<LandedFile> fresh =
        folder.land(contract, landing, asOf).stream()
            .filter(file -> !known.contains(file.hash()))
            .collect(Collectors.toSet());
    return new Pulled(fresh.size(), fresh.stream().mapToLong(LandedFile::bytes).sum());
  }

  /** Takes the files of all products that have some; of the others it says why not. */
  @Override
  public Pulled pull(List<Contract> contracts, Instant asOf) {
    Pulled pulled = new Pulled(0, 0);
    Map<Place, FolderPull> folders = new LinkedHashMap<>();
    Set<String> notes = new LinkedHashSet<>();
    for (Contract contract : contracts) {
      try {
        FolderPull folder =
            folders.computeIfAbsent(
                new Place(of(contract), workspace.landing().root(contract.id())),
                place -> open(contract));
        pulled = pulled.plus(take(contract, folder, asOf));
        notes.addAll(folder.notes(contract));
      } catch (JetbridgeException e) {
        if (e.kind() != FailureKind.CONFIG) {
          throw e;
        }
        notes.add(e.getMessage());
      }
    }
    List<JetbridgeException> failures =
        folders.values().stream().flatMap(folder -> folder.failures().stream()).toList();
    return pulled.plus(new Pulled(0, 0, List.copyOf(notes), failures));
  }
}
