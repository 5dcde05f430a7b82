package dev.jetbridge.pipelines.session;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.quality.patterns.FastPatterns;
import dev.jetbridge.registry.Encryption;
import dev.jetbridge.registry.LocalFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** The one place that starts Spark, and the reason of every setting. */
public final class SparkSessions {
  /** The name of the catalog in Spark. */
  public static final String CATALOG = "lake";

  private static final String PLUGINS = "spark.plugins";

  private SparkSessions() {}

  /** Whether Spark runs in this process already. */
  public static boolean running() {
    return SparkSession.getDefaultSession().exists(s -> !s.sparkContext().isStopped());
  }

  /**
   * A session with the lake's catalog. On Glue and EMR the platform's master is kept; where Spark
   * runs already, the session is a new one beside the others, with a catalog of its own.
   */
  public static SparkSession open(Map<String, String> catalog) {
    return open(catalog, Optional.empty());
  }

  /**
   * The same; on a laptop, where nobody said otherwise, with blocks and spilled rows in that
   * folder.
   */
  public static SparkSession open(Map<String, String> catalog, Optional<LocalFolder> local) {
    Map<String, String> lake = lake(catalog);
    encryptFiles(catalog);
    if (running()) {
      SparkSession session = SparkSession.getDefaultSession().get().newSession();
      // What the process was started with may be the catalog of another home.
      JavaConverters.mapAsJavaMap(session.conf().getAll()).keySet().stream()
          .filter(key -> key.startsWith("spark.sql.catalog." + CATALOG))
          .forEach(session.conf()::unset);
      lake.forEach(session.conf()::set);
      // Spark reads the properties of a catalog from the active session, whichever asks for it.
      SparkSession.setActiveSession(session);
      FastPatterns.install(session);
      return session;
    }
    SparkConf conf = new SparkConf();
    embedded(conf, local);
    conf.setIfMissing("spark.app.name", "jetbridge");
    Optional<String> plugins = Optional.ofNullable(conf.get(PLUGINS, null));
    settings(catalog).forEach(conf::set);
    // Those of a platform stay beside ours.
    plugins.ifPresent(others -> conf.set(PLUGINS, with(others, conf.get(PLUGINS))));
    try {
      SparkSession session = SparkSession.builder().config(conf).getOrCreate();
      FastPatterns.install(session);
      return session;
    } catch (RuntimeException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot start Spark: " + e.getMessage(), e);
    }
  }

  /**
   * A session like this one for few rows of many columns. Spark writes and compiles code for the
   * expressions of each step, and derives from them what must hold of its rows; both are meant for
   * many rows, and with 2,000 columns take seconds a step.
   */
  public static SparkSession forWideRows(SparkSession session) {
    SparkSession wide = session.cloneSession();
    wide.conf().set("spark.sql.codegen.wholeStage", "false");
    wide.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    wide.conf().set("spark.sql.subexpressionElimination.enabled", "false");
    wide.conf().set("spark.sql.constraintPropagation.enabled", "false");
    return wide;
  }

  /** What must be set before a session is, wherever it is started. */
  public static Map<String, String> settings(Map<String, String> catalog) {
    Map<String, String> settings = lake(catalog);
    // The MERGE statement and branches in table names.
    settings.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    // What engines say of rows goes no further than the task, whose end the event log tells.
    settings.put(PLUGINS, RedactedFailures.class.getName());
    settings.putAll(Encryption.ofFiles(catalog));
    return settings;
  }

  /**
   * Files of landing are written without a session; what Spark hands to Hadoop there is what a
   * submission named.
   */
  private static void encryptFiles(Map<String, String> catalog) {
    Configuration hadoop = SparkHadoopUtil.get().conf();
    Encryption.ofFiles(catalog)
        .forEach((key, value) -> hadoop.set(key.substring("spark.hadoop.".length()), value));
  }

  static String with(String plugins, String plugin) {
    return List.of(plugins.split(",", -1)).contains(plugin) ? plugins : plugins + "," + plugin;
  }

  /** Settings of a laptop, where nobody named a master. */
  private static void embedded(SparkConf conf, Optional<LocalFolder> local) {
    if (conf.contains("spark.master")) {
      return;
    }
    MissingClasses.install();
    conf.setMaster("local[*]");
    // The embedded default talks to nobody.
    conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
    conf.setIfMissing("spark.ui.enabled", "false");
    // Small enough for a laptop; adaptive execution merges the small ones.
    conf.setIfMissing("spark.sql.shuffle.partitions", "8");
    local
        .map(folder -> folder.path().toString())
        .ifPresent(
            folder -> {
              conf.setIfMissing("spark.local.dir", folder);
              conf.setIfMissing("spark.hadoop.hadoop.tmp.dir", folder);
            });
    // Files of tables and ports are for their owner only, as their folders are.
    LocalFiles.settings().forEach((key, value) -> conf.setIfMissing("spark.hadoop." + key, value));
    // Workers are threads of this program: one that a record overflows the stack of fails its task,
    // and not the program.
    conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    // No Hive metastore: tables live in the lake's catalog.
    conf.set("spark.sql.catalogImplementation", "in-memory");
  }

  private static Map<String, String> lake(Map<String, String> catalog) {
    Map<String, String> conf = new TreeMap<>();
    // Instants are UTC everywhere; a date is never shifted by where the program runs.
    conf.put("spark.sql.session.timeZone", "UTC");
    // Dates are parsed strictly: 30 February is an error, not 2 March.
    conf.put("spark.sql.legacy.timeParserPolicy", "CORRECTED");
    // Instants of Parquet ports as every reader knows them, not as Spark's old INT96.
    conf.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    // A birthday in the year 1 is a date like any other: by default one such value ends the job.
    conf.put("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    // JSON that breaks off within a field is broken: it is not a record with an empty field.
    conf.put("spark.sql.json.enablePartialResults", "false");
    // Files of landing are many and small: a task takes some hundreds, not thirty, and they are
    // listed by a few tasks, not by one a file.
    conf.put("spark.sql.files.openCostInBytes", "262144");
    conf.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "32");
    // A table is a table of the catalog: csv.`/etc/hosts` is none, whoever asks.
    conf.put("spark.sql.runSQLOnFiles", "false");
    // ${env:…} in a query is text, not a secret of the machine.
    conf.put("spark.sql.variable.substitute", "false");
    // A failed cast gives null, which the parser turns into a reason; arithmetic is decimal.
    conf.put("spark.sql.ansi.enabled", "false");
    // Above 8,000 bytes of bytecode HotSpot does not compile a method: wide rows would be
    // interpreted.
    conf.put("spark.sql.codegen.hugeMethodLimit", "8000");
    conf.put("spark.sql.catalog." + CATALOG, "org.apache.iceberg.spark.SparkCatalog");
    catalog.forEach((key, value) -> conf.put("spark.sql.catalog." + CATALOG + "." + key, value));
    conf.put("spark.sql.defaultCatalog", CATALOG);
    return conf;
  }
}
