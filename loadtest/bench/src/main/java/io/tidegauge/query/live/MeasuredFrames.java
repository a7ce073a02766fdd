package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.config.LiveProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Frames of some series of a live state, for microbenchmarks. It is in this package as what it puts
 * together is not for others. Not thread-safe.
 */
public final class MeasuredFrames {

  private static final String TENANT = "bench";
  private static final long TIME = 1_800_000_123_000L;
  private static final long INTERVAL = 15_000;
  private static final LiveProperties LIMITS =
      new LiveProperties(
          100_000, 64, 10_000, 10_000, 100, 16, 2_000, 4, Duration.ofSeconds(15), true);

  private final View view;
  private final Position from;
  private final List<SeriesState> series = new ArrayList<>();

  /**
   * Of gauges with five labels.
   *
   * @param count how many
   * @param windows that subscribers want; none for series that have no windows
   */
  public MeasuredFrames(int count, Set<Window> windows) {
    LiveState state = new LiveState("bench", 1, LIMITS, Duration.ofMinutes(5), (t, server) -> {});
    LiveFilter filter = new LiveFilter(Set.of(), List.of(), Set.of(), windows);
    view = new View(state, state.tenantForSubscriber(TENANT), filter);
    from = view.position();
    List<LiveSeries> changed =
        IntStream.range(0, count).mapToObj(number -> series(number, windows)).toList();
    state.apply(
        0, 0, LiveCodec.encode(new LiveBatch(TENANT, 1, 1, TIME, LiveBatch.UNKNOWN, changed)));
    view.tenant().forEachMatching(filter, series::add);
  }

  private static LiveSeries series(int number, Set<Window> windows) {
    Labels labels =
        Labels.of(
            "http_request_duration_seconds",
            "host",
            "web-" + number,
            "job",
            "api",
            "region",
            "eu-west-1",
            "device",
            "eth0");
    List<Rollup> rollups =
        windows.stream().map(window -> rollup(window, new Random(number))).toList();
    return new LiveSeries(
        SeriesHasher.of(TENANT, labels), labels, MetricKind.GAUGE, 1, TIME, 0.25, false, rollups);
  }

  private static Rollup rollup(Window window, Random random) {
    Aggregate aggregate = new Aggregate();
    long start = window.start(TIME);
    for (long time = start; time < window.end(start); time += INTERVAL) {
      aggregate.add(time, 0.02 * Math.exp(random.nextGaussian()), false);
    }
    Rollup.State state = window == Window.M5 ? Rollup.State.PROVISIONAL : Rollup.State.BASE;
    return new Rollup(window, start, new RollupVersion(1, 1, 0), state, aggregate);
  }

  /** An update as a Server-Sent Event, all its series as if they had just changed. */
  public byte[] encode() {
    List<SeriesState> fresh = new ArrayList<>(series.size());
    for (SeriesState one : series) {
      fresh.add(one.withWindows(one.entries()));
    }
    return view.frame(Frame.Event.UPDATE, new View.Found(from, view.position(), TIME, fresh), 0)
        .sse();
  }
}
