package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options every command has. */
public final class HomeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The home: where everything is kept (default: ${DEFAULT-VALUE}).",
      defaultValue = Home.DEFAULT)
  private Path home;

  @Option(
      names = "--contracts",
      paramLabel = "DIR",
      description = "A folder with contracts of your own (*.odcs.yaml); may be repeated.")
  private List<Path> contracts = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (default: jetbridge.properties in the home).")
  private Path config;

  /**
   * A workspace whose home is made when it is needed. Contracts that do not load are told; what
   * does not need them goes on.
   */
  public Workspace open() {
    return told(Workspace.open(home, Optional.ofNullable(config), contracts));
  }

  /**
   * A workspace for what speaks of all products at once.
   *
   * @throws JetbridgeException CONFIG with the faults of all contracts
   */
  public Workspace openWhole() {
    Workspace workspace = Workspace.open(home, Optional.ofNullable(config), contracts);
    workspace
        .contracts()
        .faults()
        .ifPresent(
            faults -> {
              throw faults;
            });
    return workspace;
  }

  private Workspace told(Workspace workspace) {
    workspace
        .contracts()
        .faults()
        .ifPresent(
            faults -> {
              PrintWriter errors = command.commandLine().getErr();
              errors.println(faults.getMessage());
              errors.println("Products that do not need these contracts go on.");
              errors.println();
              errors.flush();
            });
    return workspace;
  }

  /** A workspace in another home, by the same configuration. */
  public Workspace open(TemporaryHome other) {
    Path own = home.resolve(Config.FILE);
    Optional<Path> file =
        Optional.ofNullable(config).or(() -> Optional.of(own).filter(Files::exists));
    return told(Workspace.open(other.path(), file, contracts));
  }

  /** A home of its own for this command. */
  public TemporaryHome temporary(String why) {
    return TemporaryHome.beside(home, why);
  }

  /**
   * A workspace to look at or to mend, whose home is there; on AWS tables are elsewhere.
   *
   * @throws JetbridgeException CONFIG when there is no such home
   */
  Workspace existing() {
    Workspace workspace = open();
    if (!workspace.home().exists() && workspace.config().platform() == Config.Platform.LOCAL) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot open home "
              + workspace.home().root()
              + ": there is none; create it with jetbridge run, or name another with --home DIR");
    }
    return workspace;
  }

  /** Whether a home is there already. */
  boolean homeExists() {
    return Files.isDirectory(home);
  }

  /** The text with the commands in it as they are to be typed for this home and these contracts. */
  public String pasteable(String text) {
    return Pasteable.of(text, given());
  }

  /** The same for a command whose options are not at hand. */
  static String pasteable(CommandSpec command, String text) {
    return of(command).map(o -> o.pasteable(text)).orElseGet(() -> Pasteable.of(text, List.of()));
  }

  private static Optional<HomeOptions> of(CommandSpec spec) {
    if (spec.userObject() instanceof HomeOptions options) {
      return Optional.of(options);
    }
    return spec.mixins().values().stream()
        .map(HomeOptions::of)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private List<String> given() {
    List<String> given = new ArrayList<>();
    if (home != null && !home.equals(Path.of(Home.DEFAULT))) {
      given.addAll(List.of("--home", home.toString()));
    }
    contracts.forEach(folder -> given.addAll(List.of("--contracts", folder.toString())));
    if (config != null) {
      given.addAll(List.of("--config", config.toString()));
    }
    return given;
  }
}
