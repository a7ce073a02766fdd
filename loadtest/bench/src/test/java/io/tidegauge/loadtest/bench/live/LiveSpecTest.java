package io.tidegauge.loadtest.bench.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSpecTest {

  private static final Duration SHORT = Duration.ofSeconds(2);

  private static LiveSpec spec(int subscribers, int feeds, int deliveries) {
    return new LiveSpec(subscribers, List.of(feeds), 4, deliveries, 1, SHORT, SHORT);
  }

  @Test
  void theSameNumberOfDeliveriesHoweverManyFeeds() {
    assertThat(spec(10_000, 1, 50_000).periodNanos(1)).isEqualTo(200_000_000);
    assertThat(spec(10_000, 1_000, 50_000).periodNanos(1_000)).isEqualTo(200_000);
  }

  @Test
  void theEventsOfAllFeedsAreInAFewMoments() {
    assertThat(spec(10_000, 1_000, 50_000).together(1_000)).isEqualTo(250);
    assertThat(spec(10_000, 10, 50_000).together(10)).isEqualTo(3);
    assertThat(spec(10_000, 1, 50_000).together(1)).isEqualTo(1);
  }

  @Test
  void moreThanASubscriberTakesIsRefused() {
    assertThatThrownBy(() -> spec(100, 1, 801))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--deliveries is 801, give 1 to 8");
    assertThatThrownBy(() -> spec(100, 101, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--feeds is 101, give 1 to 100");
  }
}
