package io.tidegauge.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What query-api may not do. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tidegauge.query");

  @Test
  void thereIsSomethingToCheck() {
    assertThat(CLASSES.size()).isGreaterThan(50);
  }

  @Test
  void knowsContractAndNoOtherService() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tidegauge.ingest..",
            "io.tidegauge.processor..",
            "io.tidegauge.engines..",
            "io.tidegauge.standalone..",
            "io.tidegauge.loadtest..")
        .check(CLASSES);
  }

  @Test
  void noCyclesBetweenPackages() {
    slices().matching("io.tidegauge.query.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingSpeaksJdbc() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "com.clickhouse..")
        .check(CLASSES);
  }

  @Test
  void nothingWaitsForAPublisher() {
    noClasses()
        .should()
        .callMethodWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With
                    .<com.tngtech.archunit.core.domain.JavaClass>owner(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                            "reactor.core.publisher"))
                    .and(
                        com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                            "block.*|toIterable|toStream"))))
        .check(CLASSES);
  }

  @Test
  void theTimeComesFromTheServiceClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(CLASSES);
  }
}
