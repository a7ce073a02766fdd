package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.query.web.Matcher;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedFramesTest {

  private static final int LONG = 1 << 20;

  private final SharedFrames frames = new SharedFrames();
  private final Position now = new Position("tag", new long[] {7});

  private SharedFrames.Step step(LiveFilter filter) {
    return new SharedFrames.Step("t", filter, null, now);
  }

  private Frame frame(int bytes) {
    return new Frame(Frame.Event.SNAPSHOT, now.toString(), new byte[bytes]);
  }

  private static LiveFilter matching(String value) {
    return new LiveFilter(Set.of(), List.of(new Matcher("label", value)), Set.of(), Set.of());
  }

  @Test
  void theOneThatWasWantedLongestAgoGoesFirst() {
    Frame first = frame(LONG);
    frames.put(step(matching("first")), first);
    frames.put(step(matching("second")), frame(LONG));
    assertThat(frames.get(step(matching("first")))).isSameAs(first);
    for (int i = 0; i < 6; i++) {
      frames.put(step(matching("later-" + i)), frame(LONG));
    }

    assertThat(frames.get(step(matching("first")))).isSameAs(first);
    assertThat(frames.get(step(matching("second")))).isNull();
    assertThat(frames.bytes()).isBetween(8L * LONG, (long) SharedFrames.ALL);
  }

  @Test
  void filtersThatAreLongerThanTheirFramesCountToo() {
    String text = "x".repeat(LONG);
    LiveFilter metric = new LiveFilter(Set.of(text), List.of(), Set.of(), Set.of());
    LiveFilter server = new LiveFilter(Set.of(), List.of(), Set.of(text), Set.of());
    for (LiveFilter filter : List.of(metric, server, matching(text))) {
      long before = frames.bytes();
      frames.put(step(filter), frame(10));
      assertThat(frames.bytes()).isGreaterThan(before + LONG);
    }
    for (int i = 0; i < 20; i++) {
      frames.put(step(matching(i + text)), frame(10));
    }

    assertThat(frames.get(step(metric))).isNull();
    assertThat(frames.bytes()).isLessThanOrEqualTo(SharedFrames.ALL);
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    frames.put(step(LiveFilter.ALL), frame(SharedFrames.LARGEST));

    assertThat(frames.get(step(LiveFilter.ALL))).isNull();
    assertThat(frames.bytes()).isZero();
  }
}
