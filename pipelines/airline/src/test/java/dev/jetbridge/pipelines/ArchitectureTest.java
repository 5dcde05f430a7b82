package dev.jetbridge.pipelines;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.ports.Port;

/** The arrows between modules, and what only the composition root may do. */
@AnalyzeClasses(
    packages = "dev.jetbridge",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
  /** Tests of other modules come in jars. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule CONTRACTS_KNOW_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.jetbridge.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.jetbridge.registry..",
              "dev.jetbridge.quality..",
              "dev.jetbridge.jobs..",
              "dev.jetbridge.pipelines..",
              "software.amazon.awssdk..",
              "org.apache.iceberg..");

  @ArchTest
  static final ArchRule REGISTRY_QUALITY_AND_JOBS_KNOW_CONTRACTS_ONLY =
      slices().matching("dev.jetbridge.(registry|quality|jobs)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule NOBODY_KNOWS_PIPELINES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jetbridge.pipelines..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.jetbridge.pipelines..");

  @ArchTest
  static final ArchRule ONE_PLACE_STARTS_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jetbridge.pipelines.session..")
          .should()
          .callMethod(org.apache.spark.sql.SparkSession.class, "builder");

  @ArchTest
  static final ArchRule DEEQU_STAYS_IN_QUALITY =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jetbridge.quality..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.amazon.deequ..", "software.amazon.glue..");

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("dev.jetbridge.(**)").should().beFreeOfCycles();

  /** What others may know of channels, besides which there are: what all have in common. */
  @ArchTest
  static final ArchRule NOBODY_NAMES_A_CHANNEL =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.jetbridge.pipelines.channel..",
              // What they talk to in the sample airline, served and told of.
              "dev.jetbridge.pipelines.servers..",
              "dev.jetbridge.pipelines.airline..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.jetbridge.pipelines.channel..")
                  .and(not(resideInAPackage("dev.jetbridge.pipelines.channel.registration")))
                  .and(not(type(Channel.class)))
                  .and(not(type(Channel.Announced.class)))
                  .and(not(type(FolderPull.class)))
                  .and(not(type(Pulled.class))));

  /** What others may know of formats, besides which there are: what all, or all of text, share. */
  @ArchTest
  static final ArchRule NOBODY_NAMES_A_FORMAT =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jetbridge.pipelines.ingest.format..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.jetbridge.pipelines.ingest.format..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.jetbridge.pipelines.ingest.format",
                              "dev.jetbridge.pipelines.ingest.format.text",
                              "dev.jetbridge.pipelines.ingest.format.registration"))));

  @ArchTest
  static final ArchRule NO_FORMAT_KNOWS_ANOTHER =
      slices()
          .matching("dev.jetbridge.pipelines.ingest.format.(csv|json)")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule NOBODY_NAMES_A_PORT =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.jetbridge.pipelines.ports..", "dev.jetbridge.pipelines.warehouse..")
          .should()
          .dependOnClassesThat(assignableTo(Port.class).and(not(type(Port.class))));

  /** A feed of the sample airline is whole in its class: nobody else says anything of one. */
  @ArchTest
  static final ArchRule NOBODY_NAMES_A_FEED =
      noClasses()
          .that()
          .doNotHaveSimpleName("Feeds")
          .should()
          .dependOnClassesThat(implement("dev.jetbridge.pipelines.simulator.feed.Feed"));
}
