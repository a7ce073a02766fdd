package io.tidegauge.processor;

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

/** What the processor may depend on, and in which direction. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tidegauge.processor");

  @Test
  void thereIsSomethingToCheck() {
    assertThat(CLASSES.size()).isGreaterThan(100);
  }

  @Test
  void ofTidegaugeOnlyTheContractIsKnown() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.tidegauge..")
                .and(
                    resideOutsideOfPackages("io.tidegauge.processor..", "io.tidegauge.contract..")))
        .check(CLASSES);
  }

  @Test
  void noCyclesBetweenPackages() {
    slices().matching("io.tidegauge.processor.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theWindowsKnowNeitherKafkaNorSpring() {
    noClasses()
        .that()
        .resideInAPackage("io.tidegauge.processor.window..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..", "org.springframework..", "io.micrometer..", "io.lettuce..")
        .check(CLASSES);
  }

  /** Their internals change without notice: one place to look at with each new version. */
  @Test
  void onlyTheStoreKnowsInternalsOfKafka() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tidegauge.processor.state..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..internals..")
        .check(CLASSES);
  }

  @Test
  void onlyTheRedisSinkSpeaksToRedis() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tidegauge.processor.sink.redis..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
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
