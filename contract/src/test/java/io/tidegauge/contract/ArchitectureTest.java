package io.tidegauge.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What contract may not do: it has no framework, no I/O, no cycles and no clock of its own. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tidegauge.contract");

  @Test
  void thereIsSomethingToCheck() {
    Assertions.assertThat(CLASSES.size()).isGreaterThan(20);
  }

  @Test
  void noFrameworkAndNoInputOutput() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "reactor..",
            "org.apache.kafka..",
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.sql..",
            "java.util.concurrent..")
        .check(CLASSES);
  }

  @Test
  void noCycles() {
    slices().matching("io.tidegauge.contract.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheServiceClockKnowsTheTime() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tidegauge.contract.time")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(CLASSES);
  }
}
