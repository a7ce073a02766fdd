package io.tidegauge.ingest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
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

/** What the gateway may depend on, and in which direction. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tidegauge.ingest");

  @Test
  void thereIsSomethingToCheck() {
    assertThat(CLASSES.size()).isGreaterThan(100);
  }

  @Test
  void ofTidegaugeOnlyTheContractAndTheGuardAreKnown() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.tidegauge..")
                .and(
                    resideOutsideOfPackages(
                        "io.tidegauge.ingest..",
                        "io.tidegauge.contract..",
                        "io.tidegauge.guard..")))
        .check(CLASSES);
  }

  @Test
  void protocolsKnowAdmissionAndNotTheOtherWayRound() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.tidegauge.ingest.admission..",
            "io.tidegauge.ingest.publish..",
            "io.tidegauge.ingest.reject..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tidegauge.ingest.http..",
            "io.tidegauge.ingest.otlp..",
            "io.tidegauge.ingest.grpc..")
        .check(CLASSES);
  }

  @Test
  void noCyclesBetweenPackages() {
    slices().matching("io.tidegauge.ingest.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void protocolsOfHttpDoNotKnowEachOther() {
    slices()
        .matching("io.tidegauge.ingest.http.(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void kafkaIsBehindThePublisher() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tidegauge.ingest.publish..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "reactor.kafka..")
        .check(CLASSES);
  }

  @Test
  void onlyTheInjectedClockTellsTheTime() {
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
