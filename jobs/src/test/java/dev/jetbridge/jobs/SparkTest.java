package dev.jetbridge.jobs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/** A test that needs Spark: one session is shared by the whole module. */
public abstract class SparkTest {
  protected static final SparkSession spark =
      SparkSession.builder()
          .master("local[2]")
          .appName("jobs")
          .config("spark.ui.enabled", false)
          .config("spark.driver.host", "localhost")
          .config("spark.driver.bindAddress", "127.0.0.1")
          // Adaptive execution makes one partition of few rows, and plans each query anew for it.
          .config("spark.sql.adaptive.enabled", false)
          .config("spark.sql.shuffle.partitions", 1)
          // Code made for each query takes longer to compile than few rows to run.
          .config("spark.sql.codegen.wholeStage", "false")
          .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
          .config("spark.sql.ui.explainMode", "simple")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.sql.ansi.enabled", false)
          .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
          .getOrCreate();

  /** A run as of an ISO instant such as 2026-03-31T23:59:59.999999Z. */
  protected static RunContext asOf(String instant) {
    return new RunContext(
        Instant.parse(instant), new Secret("key of the tests"), Dataset::localCheckpoint);
  }

  /** Runs with that many shuffle partitions. */
  protected static <T> T withShufflePartitions(int partitions, Supplier<T> action) {
    String before = spark.conf().get("spark.sql.shuffle.partitions");
    spark.conf().set("spark.sql.shuffle.partitions", partitions);
    try {
      return action.get();
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", before);
    }
  }

  /** How many Spark jobs the action starts. */
  protected static int jobsOf(Runnable action) {
    AtomicInteger jobs = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
          }
        };
    drainEvents();
    spark.sparkContext().addSparkListener(counter);
    try {
      action.run();
      drainEvents();
    } finally {
      spark.sparkContext().removeSparkListener(counter);
    }
    return jobs.get();
  }

  private static void drainEvents() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("Spark's events did not arrive", e);
    }
  }
}
