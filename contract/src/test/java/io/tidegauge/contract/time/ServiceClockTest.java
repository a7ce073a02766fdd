package io.tidegauge.contract.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class ServiceClockTest {

  @Test
  void theSystemClockShowsTheTrueTime() {
    long before = System.currentTimeMillis();
    long shown = ServiceClock.system().millis();

    assertThat(shown).isBetween(before, System.currentTimeMillis());
    assertThat(ServiceClock.system().isTrueTime()).isTrue();
  }

  @Test
  void anOffsetMovesIt() {
    ServiceClock clock = ServiceClock.of(Duration.ofDays(-3), 1, Instant.EPOCH);
    long before = System.currentTimeMillis();

    assertThat(clock.millis() + Duration.ofDays(3).toMillis())
        .isBetween(before, System.currentTimeMillis());
    assertThat(clock.isTrueTime()).isFalse();
  }

  @Test
  void aSpeedRunsFromTheAnchor() {
    Instant anchor = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(10);
    ServiceClock clock = ServiceClock.of(Duration.ofHours(1), 720, anchor);

    long shown = Duration.between(anchor, clock.instant()).toMillis() - 3_600_000;

    assertThat(shown).isBetween(7_200_000L, 7_200_000L + 720 * 60_000L);
    assertThat(clock.speed()).isEqualTo(720);
    assertThat(clock.isTrueTime()).isFalse();
  }

  @Test
  void twoServicesWithTheSameSettingsShowTheSameTime() {
    Instant anchor = Instant.now();
    ServiceClock one = ServiceClock.of(Duration.ZERO, 100, anchor);
    ServiceClock other = ServiceClock.of(Duration.ZERO, 100, anchor);

    long first = one.millis();
    long second = other.millis();
    long third = one.millis();

    assertThat(second).isBetween(first, third);
  }

  @Test
  void anImpossibleSpeedIsRefusedWithWhatIsPossible() {
    for (double speed : new double[] {0, -1, Double.NaN, 100_001}) {
      assertThatThrownBy(() -> ServiceClock.of(Duration.ZERO, speed, Instant.EPOCH))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be above 0 and at most 100000");
    }
  }
}
