package io.tidegauge.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** A run covers a whole day of the services' time and ends shortly before a midnight. */
class TimelineTest {

  private static final Instant NOW = Instant.parse("2026-11-21T17:35:12.345Z");

  @Test
  void tenMinutesCoverADayAndTheNightBefore() {
    Timeline timeline = Timeline.of(NOW, Duration.ofMinutes(10));

    assertThat(timeline.speed()).isEqualTo(162);
    assertThat(timeline.midnight()).isEqualTo(NOW.truncatedTo(ChronoUnit.DAYS));
    Instant begin = shownAt(timeline, NOW.plusSeconds(60));
    assertThat(begin).isBefore(timeline.midnight().minus(Duration.ofDays(1)));
    assertThat(Duration.between(begin, timeline.loadEnd()))
        .isCloseTo(Duration.ofHours(27), Duration.ofMinutes(5));
  }

  @Test
  void aShortRunHasTheLongestGraceThatThereIs() {
    Timeline timeline = Timeline.of(NOW, Duration.ofMinutes(2));

    assertThat(timeline.grace()).isEqualTo(Duration.ofMinutes(135));
    assertThat(timeline.allFinal()).isAfter(timeline.midnight().plus(timeline.grace()));
  }

  @Test
  void aLongRunHasTwoAndAHalfMinutesOfTrueTime() {
    Timeline timeline = Timeline.of(NOW, Duration.ofHours(2));

    assertThat(timeline.speed()).isEqualTo(13.5);
    assertThat(timeline.grace()).isEqualTo(Duration.ofMinutes(33));
    assertThat(timeline.shown(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(27));
  }

  private static Instant shownAt(Timeline timeline, Instant trueTime) {
    long since = Duration.between(timeline.anchor(), trueTime).toMillis();
    return timeline.anchor().plus(timeline.offset()).plusMillis((long) (since * timeline.speed()));
  }
}
