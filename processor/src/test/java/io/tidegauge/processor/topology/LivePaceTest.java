package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivePaceTest {

  private static final long NOW = 1_763_726_400_000L;

  private final LivePace pace = new LivePace(Duration.ofMillis(250));

  @Test
  void freshRecordsAreToldAtTheIntervalThatIsSet() {
    pace.came(NOW - 1_900, NOW);
    assertThat(interval()).isEqualTo(Duration.ofMillis(250));
    assertThat(pace.isBehind()).isFalse();
  }

  @Test
  void whatIsOldIsToldAnEighthOfItsAgeApart() {
    pace.came(NOW - 40_000, NOW);
    assertThat(interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(pace.isBehind()).isTrue();
  }

  @Test
  void atTheLongestHalfAMinuteApart() {
    pace.came(NOW - Duration.ofDays(9).toMillis(), NOW);
    assertThat(interval()).isEqualTo(Duration.ofSeconds(30));
    pace.came(0, Long.MAX_VALUE / 2_000_000);
    assertThat(interval()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aBrokersClockThatIsAheadDoesNotMatter() {
    pace.came(NOW + 60_000, NOW);
    assertThat(interval()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whereNoneComesNoneIsWaiting() {
    pace.came(NOW - 40_000, NOW);
    pace.look(NOW + 1_999);
    assertThat(pace.isBehind()).as("it may be another task's turn").isTrue();
    pace.look(NOW + 2_000);
    assertThat(pace.isBehind()).isFalse();
    assertThat(interval()).isEqualTo(Duration.ofMillis(250));
  }

  private Duration interval() {
    return Duration.ofNanos(pace.intervalNanos());
  }
}
