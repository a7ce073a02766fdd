package io.tidegauge.loadtest.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.loadtest.bench.system.DueWindows.Length;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueWindowsTest {

  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void aWindowIsDueAGraceAfterItsEnd() {
    assertThat(due(Duration.ofSeconds(599)).count(Length.M5)).isZero();
    assertThat(due(Duration.ofMinutes(10)).count(Length.M5)).isEqualTo(1);
    assertThat(due(Duration.ofMinutes(10)).last(Length.M5)).isEqualTo(DAY);
    assertThat(due(Duration.ofMinutes(66)).count(Length.M5)).isEqualTo(12);
    assertThat(due(Duration.ofMinutes(66)).count(Length.M15)).isEqualTo(4);
    assertThat(due(Duration.ofMinutes(66)).count(Length.H1)).isEqualTo(1);
    assertThat(due(Duration.ofMinutes(66)).count(Length.H24)).isZero();
    assertThat(due(Duration.ofMinutes(66)).last(Length.M15))
        .isEqualTo(DAY.plus(Duration.ofMinutes(45)));
    assertThat(due(Duration.ZERO).count(Length.M5)).isZero();
  }

  @Test
  void samplesInThem() {
    long steps = 41;
    DueWindows due = due(Duration.ofSeconds(15).multipliedBy(steps - 1));
    assertThat(due.count(Length.M5)).isEqualTo(1);
    assertThat(due.samples(Length.M5, steps)).isEqualTo(20);
    assertThat(due.samples(Length.M15, steps)).isZero();
    // One at 0, 7, 14 … 294 s.
    assertThat(due(Duration.ofSeconds(7).multipliedBy(100)).samples(Length.M5, 101)).isEqualTo(43);
  }

  private static DueWindows due(Duration span) {
    return new DueWindows(DAY, span);
  }
}
