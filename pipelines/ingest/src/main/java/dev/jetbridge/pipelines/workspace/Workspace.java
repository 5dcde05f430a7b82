package dev.jetbridge.pipelines.workspace;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.config.Secrets;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.session.LocalFolder;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.AwsCatalog;
import dev.jetbridge.registry.AwsSettings;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Everything one command works with, opened once: contracts, session, lake, landing. */
public final class Workspace implements AutoCloseable {
  /** Whether the log is written; before there is a home it would make one. */
  public static final String LOG = "jetbridge.log";

  /** The folder of the log, set by the launcher. */
  public static final String LOGS = "jetbridge.log.dir";

  private final Home home;
  private final Optional<Path> configFile;
  private final Config config;
  private final Contracts contracts;
  private final Secrets secrets;
  private Optional<LocalFolder> local = Optional.empty();
  private boolean made;
  private boolean startedSpark;
  private Lake lake;

  private Workspace(Home home, Optional<Path> configFile, Contracts contracts) {
    this.home = home;
    this.configFile = configFile;
    this.config = Config.read(configFile);
    this.contracts = contracts;
    this.secrets = new Secrets(home, config.aws());
  }

  /**
   * Reads configuration and contracts; those that do not load are told by the good ones. The home
   * is made when something of it is first asked for, and Spark starts when the lake is.
   */
  public static Workspace open(Path folder, Optional<Path> configFile, List<Path> contractFolders) {
    Contracts contracts = ContractLoader.loadGood(contractFolders);
    Home home = new Home(folder);
    Path own = home.root().resolve(Config.FILE);
    Optional<Path> file = configFile.or(() -> Optional.of(own).filter(Files::exists));
    Workspace workspace = new Workspace(home, file, contracts);
    workspace.checkDomains();
    if (workspace.config.platform() == Config.Platform.LOCAL) {
      // Before anything of a copied home, or of its original, is read or written.
      EmbeddedCatalog.check(home.root());
    }
    return workspace;
  }

  private void checkDomains() {
    Set<String> domains = new TreeSet<>();
    domains.add(OperationsTable.RUNS.id().domain());
    contracts.all().forEach(contract -> domains.add(contract.id().domain()));
    config.domains().check(domains, contracts.faults().isEmpty(), config.databases());
  }

  /** The same contracts in another home, by another configuration. */
  public Workspace elsewhere(Path folder, Path configuration) {
    return new Workspace(new Home(folder), Optional.of(configuration), contracts);
  }

  public Home home() {
    return home;
  }

  public Config config() {
    return config;
  }

  /** The file that the configuration was read from; empty for the defaults. */
  public Optional<Path> configFile() {
    return configFile;
  }

  public Contracts contracts() {
    return contracts;
  }

  public Secrets secrets() {
    make();
    return secrets;
  }

  public Landing landing() {
    make();
    return new Landing(folders("landing", home.landing()));
  }

  /** A folder of the home, where workers without a common disk share it, and those of domains. */
  private DomainFolders folders(String folder, Path ofHome) {
    Map<String, String> own = new HashMap<>();
    config
        .domains()
        .configured()
        .forEach((domain, said) -> said.home().ifPresent(h -> own.put(domain, h + "/" + folder)));
    return new DomainFolders(
        config.aws().home().map(root -> root + "/" + folder).orElse(ofHome.toString()), own);
  }

  /** The lake, with a session. */
  public synchronized Lake lake() {
    if (lake == null) {
      make();
      startedSpark = !SparkSessions.running();
      if (startedSpark) {
        local = Optional.of(LocalFolder.below(home.local()));
      }
      lake = new Lake(SparkSessions.open(catalog(), local));
      if (config.platform() == Config.Platform.AWS) {
        new LakeOwner(lake, config.databases()).check();
      }
    }
    return lake;
  }

  /** Where the Parquet ports are: folders, or addresses of some in an object store. */
  public DomainFolders ports() {
    DomainFolders folders = folders("ports", home.ports());
    Map<String, String> own = new HashMap<>(folders.own());
    config
        .domains()
        .configured()
        .forEach((domain, said) -> said.portsLocation().ifPresent(p -> own.put(domain, p)));
    return new DomainFolders(config.portsLocation().orElse(folders.common()), own);
  }

  /** Where the page and plans are written. */
  public ReportFolder report() {
    make();
    return new ReportFolder(folders("report", home.report()).common());
  }

  public Operations operations() {
    return new Operations(lake());
  }

  private Map<String, String> catalog() {
    return config.platform() == Config.Platform.AWS
        ? AwsCatalog.sparkProperties(awsSettings(), config.databases(), config.aws().encryption())
        : EmbeddedCatalog.open(home.root());
  }

  /** From now on there is a place for the log, unless this home passes: see log4j2.properties. */
  private void openLog() {
    Path logs = Path.of(System.getProperty(LOGS, Home.DEFAULT + "/logs"));
    if (home.root().equals(new Home(logs).root().getParent())) {
      System.setProperty(LOG, "open");
    }
  }

  private synchronized void make() {
    if (!made) {
      Home.at(home.root());
      openLog();
      made = true;
    }
  }

  public AwsSettings awsSettings() {
    return config.aws().settings();
  }

  /** Where intermediate rows are, on storage that every worker sees. */
  public DomainFolders staging() {
    return folders("staging", home.staging());
  }

  /**
   * The secret that goes into tokens.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONFIG when none is configured
   */
  public Secret pseudonymKey() {
    return secrets().pseudonymKey(config.pseudonymKey(), config.sampleAirline());
  }

  @Override
  public void close() {
    if (startedSpark) {
      if (lake != null) {
        lake.spark().stop();
      }
      local.ifPresent(LocalFolder::close);
    }
  }
}
