package io.tidegauge.loadtest.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StampsTest {

  @Test
  void eachFeedHasItsOwnNumbersAndTimes() {
    Stamps stamps = new Stamps(2);
    long before = System.nanoTime();
    assertThat(stamps.next(0)).isEqualTo(1);
    assertThat(stamps.next(0)).isEqualTo(2);
    long between = System.nanoTime();
    assertThat(stamps.next(1)).isEqualTo(1);

    assertThat(stamps.of(0, 1)).isBetween(before, stamps.of(0, 2));
    assertThat(stamps.of(0, 2)).isLessThanOrEqualTo(between);
    assertThat(stamps.of(1, 1)).isGreaterThanOrEqualTo(between);
  }

  @Test
  void onlyWhatWasPublishedSinceTheBeginningCounts() {
    Stamps stamps = new Stamps(1);
    Deliveries deliveries = new Deliveries();
    int early = stamps.next(0);
    Deliveries.Part part = deliveries.begin();
    int late = stamps.next(0);

    deliveries.delivered(stamps.of(0, early), System.nanoTime());
    deliveries.delivered(stamps.of(0, late), System.nanoTime());

    assertThat(part.micros().getTotalCount()).isEqualTo(1);
  }
}
