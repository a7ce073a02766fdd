package io.tidegauge.loadtest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What loadtest may not do. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tidegauge.loadtest");

  @Test
  void thereIsSomethingToCheck() {
    Assertions.assertThat(CLASSES.size()).isGreaterThan(50);
  }

  /** A mistake in them would be in what was sent, or counted, as well. */
  @Test
  void recordsAndSketchesAreNotThoseOfTheServices() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.tidegauge.contract..")
                .and(not(resideInAPackage("io.tidegauge.contract.sse"))))
        .check(CLASSES);
  }
}
