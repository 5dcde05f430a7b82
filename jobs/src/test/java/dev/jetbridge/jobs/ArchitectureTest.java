package dev.jetbridge.jobs;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * Transformations are pure. Two kinds of class may run Spark jobs: a fit, named so, which returns a
 * small model, and the clustering of identity, which needs to know when it is done.
 */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.jetbridge.jobs");

  private static final Set<String> ACTIONS =
      Set.of(
          "count",
          "collect",
          "collectAsList",
          "show",
          "head",
          "first",
          "take",
          "takeAsList",
          "tail",
          "isEmpty",
          "reduce",
          "foreach",
          "foreachPartition",
          "toLocalIterator",
          "cache",
          "persist",
          "unpersist",
          "checkpoint",
          "localCheckpoint",
          "rdd",
          "javaRDD",
          "toJavaRDD",
          "write",
          "writeTo",
          "writeStream",
          "createTempView",
          "createOrReplaceTempView");

  private static final Set<String> UNSTABLE_FUNCTIONS =
      Set.of(
          "current_date",
          "curdate",
          "current_timestamp",
          "now",
          "localtimestamp",
          "rand",
          "randn",
          "random",
          "uuid",
          "monotonically_increasing_id",
          "spark_partition_id",
          "shuffle",
          "input_file_name");

  private static final Set<String> SQL_TEXT = Set.of("expr", "selectExpr", "call_function");

  private static final ArchRule ONLY_FITS_RUN_SPARK_JOBS =
      noClasses()
          .that(areNoFit())
          .should()
          .accessTargetWhere(target(describe("a Spark action", ArchitectureTest::isAction)))
          .because("the runner decides when a product is computed");

  private static final ArchRule NO_SESSION_AND_NO_FILES =
      noClasses()
          .should()
          .dependOnClassesThat(
              assignableTo(SparkSession.class)
                  .or(assignableTo(DataFrameReader.class))
                  .or(assignableTo(DataFrameWriter.class))
                  .or(assignableTo(DataFrameWriterV2.class)))
          .because("inputs are given and outputs are returned");

  private static final ArchRule NO_CLOCK_AND_NO_CHANCE =
      noClasses()
          .should()
          .accessTargetWhere(
              target(describe("a clock or an unseeded draw", ArchitectureTest::isUnstable)))
          .because("the as-of instant is the only clock and the same input gives the same rows");

  private static final ArchRule NO_SQL_TEXT =
      noClasses()
          .should()
          .accessTargetWhere(target(describe("SQL as text", ArchitectureTest::isSqlText)))
          .because("neither the compiler nor these rules can see into it");

  private static final ArchRule NO_PLATFORM =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "software.amazon..",
              "com.amazon..",
              "org.apache.iceberg..",
              "dev.jetbridge.pipelines..")
          .because("how a product is made does not depend on where it runs");

  @Test
  void onlyFitsRunSparkJobs() {
    ONLY_FITS_RUN_SPARK_JOBS.check(MAIN);
  }

  @Test
  void jobsKnowNoSessionAndNoFiles() {
    NO_SESSION_AND_NO_FILES.check(MAIN);
  }

  @Test
  void jobsReadNoClockAndDrawNoChance() {
    NO_CLOCK_AND_NO_CHANCE.check(MAIN);
  }

  @Test
  void jobsHoldNoSqlText() {
    NO_SQL_TEXT.check(MAIN);
  }

  @Test
  void jobsKnowNoPlatform() {
    NO_PLATFORM.check(MAIN);
  }

  @Test
  void domainsMeetThroughTablesOnly() {
    slices()
        .matching("dev.jetbridge.jobs.(*)..")
        .should()
        .notDependOnEachOther()
        // The list of jobs knows each of them.
        .ignoreDependency(
            resideInAPackage("dev.jetbridge.jobs.registration"), DescribedPredicate.alwaysTrue())
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void rulesFindEveryOffence() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

    assertThat(offences(ONLY_FITS_RUN_SPARK_JOBS, offender)).hasSize(2);
    assertThat(offences(NO_SESSION_AND_NO_FILES, offender)).isNotEmpty();
    assertThat(offences(NO_CLOCK_AND_NO_CHANCE, offender)).hasSize(4);
    assertThat(offences(NO_SQL_TEXT, offender)).hasSize(2);
  }

  private static Set<String> offences(ArchRule rule, JavaClasses classes) {
    EvaluationResult result = rule.evaluate(classes);
    return new TreeSet<>(result.getFailureReport().getDetails());
  }

  private static boolean isAction(AccessTarget target) {
    return target.getOwner().isAssignableTo(Dataset.class) && ACTIONS.contains(target.getName());
  }

  private static boolean isUnstable(AccessTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    if (owner.equals("org.apache.spark.sql.functions")) {
      return UNSTABLE_FUNCTIONS.contains(name)
          || (name.equals("unix_timestamp") && hasNoParameter(target));
    }
    return (owner.startsWith("java.time.") && name.equals("now"))
        || (owner.startsWith("java.time.Clock") && name.startsWith("system"))
        || (owner.equals("java.lang.System")
            && Set.of("currentTimeMillis", "nanoTime").contains(name))
        || (owner.equals("java.lang.Math") && name.equals("random"))
        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
        || owner.equals("java.util.concurrent.ThreadLocalRandom")
        || (Set.of("java.util.Random", "java.util.SplittableRandom", "java.util.Date")
                .contains(owner)
            && name.equals("<init>")
            && hasNoParameter(target));
  }

  private static boolean isSqlText(AccessTarget target) {
    boolean takesText =
        target instanceof CodeUnitCallTarget call
            && call.getRawParameterTypes().size() == 1
            && call.getRawParameterTypes().get(0).isEquivalentTo(String.class);
    return target.getOwner().getPackageName().equals("org.apache.spark.sql")
        && (SQL_TEXT.contains(target.getName())
            || (takesText && Set.of("filter", "where").contains(target.getName())));
  }

  private static boolean hasNoParameter(AccessTarget target) {
    return target instanceof CodeUnitCallTarget call && call.getRawParameterTypes().isEmpty();
  }

  private static DescribedPredicate<AccessTarget> describe(
      String what, java.util.function.Predicate<AccessTarget> predicate) {
    return DescribedPredicate.describe(what, predicate);
  }

  private static DescribedPredicate<JavaClass> areNoFit() {
    return DescribedPredicate.describe(
        "are no fit",
        type -> {
          String outermost = type.getName().replaceFirst("\\$.*", "");
          return !outermost.endsWith("Fit")
              && !outermost.equals("dev.jetbridge.jobs.identity.Clustering");
        });
  }
}
