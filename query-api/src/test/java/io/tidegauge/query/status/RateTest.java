package io.tidegauge.query.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {

  private final Rate rate = new Rate();

  private void add(double seconds, long value) {
    rate.add((long) (seconds * TimeUnit.SECONDS.toNanos(1)), value);
  }

  @Test
  void isNotKnownOfOneReading() {
    assertThat(rate.perSecond()).isNull();
    add(0, 1_000);
    assertThat(rate.perSecond()).isNull();
  }

  @Test
  void isTheGrowthOfTheLastTenSeconds() {
    add(0, 0);
    add(2, 20_000); // long over
    for (int i = 1; i <= 5; i++) {
      add(2 + 2 * i, 20_000 + 30 * i);
    }

    assertThat(rate.perSecond()).isEqualTo(15);
  }

  @Test
  void isZeroWhereNothingComes() {
    add(0, 7);
    add(2, 7);

    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void isTheMeanOverAGap() {
    add(0, 0);
    add(2, 10);
    add(102, 1_010);

    assertThat(rate.perSecond()).isEqualTo(10);
  }

  @Test
  void beginsAnewWhereTheNumberDoes() {
    add(0, 5_000);
    add(2, 5_100);
    add(4, 3);
    assertThat(rate.perSecond()).isNull();

    add(6, 13);
    assertThat(rate.perSecond()).isEqualTo(5);
  }

  @Test
  void keepsALimitedNumberOfReadings() {
    for (int i = 0; i <= 1_000; i++) {
      add(i * 1e-3, i); // far more often than it is asked for
    }

    assertThat(rate.perSecond()).isBetween(999.0, 1_001.0);
  }
}
