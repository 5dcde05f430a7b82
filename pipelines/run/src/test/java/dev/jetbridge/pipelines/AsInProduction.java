package dev.jetbridge.pipelines;

import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The tests of a class run in sessions as they are in production. The others do without adaptive
 * execution and without code made for each query: what these save, they save of many rows. Of few
 * rows the one plans each query once more at every stage, and the other compiles more than it runs.
 */
public final class AsInProduction implements BeforeAllCallback, AfterAllCallback {
  private static final Map<String, String> MANY_ROWS =
      Map.of(
          "spark.sql.adaptive.enabled", "true",
          "spark.sql.shuffle.partitions", "2",
          "spark.sql.codegen.wholeStage", "true",
          "spark.sql.codegen.factoryMode", "FALLBACK",
          "spark.sql.ui.explainMode", "formatted");

  /** The one partition is what adaptive execution makes of few rows. */
  private static final Map<String, String> FEW_ROWS =
      Map.of(
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.shuffle.partitions", "1",
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.ui.explainMode", "simple");

  @Override
  public void beforeAll(ExtensionContext context) {
    begin();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
  }

  static void begin() {
    set(LakeTest.lake().spark(), MANY_ROWS);
  }

  static void end() {
    forFewRows(LakeTest.lake().spark());
  }

  static void forFewRows(SparkSession spark) {
    set(spark, FEW_ROWS);
  }

  /** In this session and in those that are opened beside it. */
  private static void set(SparkSession spark, Map<String, String> settings) {
    settings.forEach(
        (key, value) -> {
          spark.conf().set(key, value);
          spark.sharedState().conf().set(key, value);
        });
  }
}
