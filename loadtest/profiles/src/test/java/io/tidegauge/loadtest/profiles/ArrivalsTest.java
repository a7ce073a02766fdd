package io.tidegauge.loadtest.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArrivalsTest {

  @Test
  void theRateIsThatFromTheFirstToTheLast() {
    Arrivals arrivals = new Arrivals();
    for (int i = 0; i <= 100; i++) {
      arrivals.add(-50_000_000L + i * 10_000_000L);
    }
    arrivals.add(0);

    assertThat(arrivals.count()).isEqualTo(102);
    assertThat(arrivals.perSecond()).isEqualTo(101, within(0.001));
  }

  @Test
  void oneAloneHasNoRate() {
    Arrivals arrivals = new Arrivals();
    assertThat(arrivals.perSecond()).isZero();
    arrivals.add(7);
    assertThat(arrivals.perSecond()).isZero();
  }
}
