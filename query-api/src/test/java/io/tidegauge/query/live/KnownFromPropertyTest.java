package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Limits;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whoever begins to read where a node says comes to the same series. */
class KnownFromPropertyTest {

  private static final String TENANT = "t";
  private static final int SERIES = 3;
  private static final int WINDOWS = 6;
  private static final long M5 = Window.M5.millis();
  private static final long T = Window.H1.start(1_800_000_000_000L);

  private final List<byte[]> topic = new ArrayList<>();

  private static LiveState state() {
    return new LiveState(
        "t", 1, Limits.live(10, 64, 10), Duration.ofMinutes(5), (tenant, server) -> {});
  }

  @Property(tries = 500)
  void readingFromThereGivesTheSame(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 120) int size) {
    Random random = new Random(seed);
    topic.clear();
    for (int offset = 0; offset < size; offset++) {
      topic.add(batch(random, offset));
    }
    int until = 1 + random.nextInt(size);
    LiveState all = state();
    read(all, 0, until);
    long from = all.knownFrom().next(0);
    read(all, until, size);

    LiveState later = state();
    later.beginsAt(0, from);
    read(later, (int) from, size);

    // What history has by now is not compared: who begins later does not know it yet.
    byte[] stored =
        LiveCodec.encode(new LiveBatch(TENANT, 1, size, T + M5, T + WINDOWS / 2 * M5, List.of()));
    all.apply(0, size, stored);
    later.apply(0, size, stored);
    assertThat(text(later)).isEqualTo(text(all));
  }

  @Example
  void aClosedWindowHoldsItBackNoFurtherThanToWhereItClosed() {
    LiveState state = state();
    state.apply(0, 0, batch(0, window(0, 0, State.PROVISIONAL), window(1, 0, State.PROVISIONAL)));
    state.apply(0, 1, batch(1, window(0, 1, State.FINAL), window(1, 1, State.PROVISIONAL)));
    state.apply(0, 2, batch(2, window(1, 2, State.PROVISIONAL), window(2, 2, State.PROVISIONAL)));

    assertThat(state.knownFrom().next(0)).isEqualTo(1);
  }

  private static byte[] batch(int offset, Rollup... windows) {
    return LiveCodec.encode(
        new LiveBatch(
            TENANT,
            1,
            offset,
            T,
            LiveBatch.UNKNOWN,
            List.of(Samples.gauge(TENANT, labels(0), offset, T, offset, windows))));
  }

  private static Rollup window(int number, int version, State state) {
    return Samples.rollup(Window.M5, T + number * M5, version, state, version);
  }

  private void read(LiveState into, int from, int to) {
    for (int offset = from; offset < to; offset++) {
      into.apply(0, offset, topic.get(offset));
    }
  }

  private static byte[] batch(Random random, int offset) {
    List<LiveSeries> series = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      if (random.nextInt(3) == 0) {
        series.add(entry(random, i, offset));
      }
    }
    long stored = random.nextInt(10) == 0 ? T + random.nextInt(3) * M5 : LiveBatch.UNKNOWN;
    return LiveCodec.encode(new LiveBatch(TENANT, 1, offset, T, stored, series));
  }

  private static LiveSeries entry(Random random, int number, int offset) {
    boolean full = random.nextInt(4) == 0;
    List<Rollup> windows = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      if (full || random.nextInt(4) == 0) {
        boolean isFinal = random.nextInt(4) == 0;
        // A window that closed long ago comes with the version of then.
        int version = isFinal ? random.nextInt(offset + 1) : offset;
        windows.add(
            Samples.rollup(
                Window.M5,
                T + i * M5,
                version,
                isFinal ? State.FINAL : State.PROVISIONAL,
                version));
      }
    }
    return Samples.gauge(TENANT, labels(number), offset, T, offset, windows.toArray(Rollup[]::new));
  }

  private static Labels labels(int number) {
    return Labels.of("load", "host", "h" + number);
  }

  private static List<String> text(LiveState state) {
    TenantState tenant = Objects.requireNonNull(state.tenant(TENANT));
    List<String> text = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      SeriesState series = tenant.series(Samples.id(TENANT, labels(i)));
      text.add(
          series == null
              ? "none"
              : series.offset()
                  + " "
                  + series.lastValue()
                  + " "
                  + Arrays.stream(series.entries())
                      .map(w -> w.start() + " " + w.version() + " " + w.state())
                      .toList());
    }
    return text;
  }
}
