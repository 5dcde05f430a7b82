package dev.jetbridge.pipelines.airline;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.cli.BaseCommand;
import dev.jetbridge.pipelines.cli.Builds;
import dev.jetbridge.pipelines.cli.Pasteable;
import dev.jetbridge.pipelines.cli.Progress;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.platform.EntryPoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks the jar for Glue and EMR that the launcher has built, and runs the sample with it. */
@Command(
    name = "package",
    description = "Make the jar for Glue and EMR, and prove that it runs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge package                           pipelines/app/target/jetbridge.jar",
      "  jetbridge package --contracts ./contracts   with products of your own",
      "",
      "The sample airline is served by this process, and its tables are made in others: Spark,",
      "Iceberg and the AWS SDK are on their class path as on Glue and EMR, all the rest comes from",
      "the jar."
    })
final class PackageCommand extends BaseCommand {
  @Option(
      names = "--contracts",
      paramLabel = "DIR",
      description = "A folder with contracts of your own to put into the jar; may be repeated.")
  private List<Path> contracts = new ArrayList<>();

  @Option(
      names = "--customers",
      paramLabel = "N",
      description = "Customers of the sample airline (default: ${DEFAULT-VALUE}).",
      defaultValue = "300")
  private int customers;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Its days (default: ${DEFAULT-VALUE}).",
      defaultValue = "7")
  private int days;

  @Override
  public Integer call() {
    PrintWriter out = out();
    Path target = Builds.target();
    DeployableJar jar = DeployableJar.in(target);
    // Faults of contracts of your own come before the jar is touched.
    ContractLoader.load(contracts);
    if (!contracts.isEmpty()) {
      jar.add(contracts);
    }
    List<String> faults = jar.faults();
    if (!faults.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot deploy " + jar.file() + ": " + String.join("; ", faults));
    }
    out.printf("%s: %s, nothing of the platform in it%n", jar.file(), Progress.bytes(jar.bytes()));
    out.println("Running the sample airline with it …");
    out.flush();
    Path folder = temporary();
    // Products of your own have no files in the sample airline.
    Set<String> sample =
        ContractLoader.bundled().all().stream()
            .map(contract -> contract.id().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    JarProof.Proved proved;
    try (ServedAirline airline = ServedAirline.in(folder, customers, days)) {
      proved = new JarProof(jar, platform(target), folder).run(sample, airline);
    }
    Set<String> missing = new TreeSet<>(sample);
    missing.removeAll(proved.products());
    if (!missing.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot deploy %s: its run published no %s; look into %s"
              .formatted(jar.file(), String.join(", ", missing), folder));
    }
    out.printf(
        "  Glue: %s with %d customers and %d days, %d products published, %.1f s%n",
        EntryPoint.GLUE.className(),
        customers,
        days,
        proved.products().size(),
        proved.glueSeconds());
    out.printf("  EMR: the command line read them back, %.1f s%n", proved.emrSeconds());
    out.println("  A call that Glue denies to Iceberg is told as a missing permission");
    FileUtil.fullyDelete(folder.toFile());
    out.println(Pasteable.of("Next: jetbridge schedule apply glue", List.of()));
    out.flush();
    return 0;
  }

  private static String platform(Path target) {
    Path classPath = target.resolve("platform-alone.txt");
    try {
      return Files.readString(classPath).strip();
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot read " + classPath + ": run ./jetbridge package", e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("jetbridge-package");
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot make a temporary folder: " + e.getMessage(), e);
    }
  }
}
