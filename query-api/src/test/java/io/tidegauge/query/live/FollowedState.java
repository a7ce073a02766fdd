package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.support.Limits;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A live state of one partition that a test writes to, and subscriptions of the metric {@code load}
 * that follow it. For one thread.
 */
final class FollowedState implements AutoCloseable {

  /** As often as there is something. */
  private static final double FAST = 10;

  static final String TENANT = "t";
  static final long T = 1_800_000_000_000L;

  private static final LiveFilter LOAD =
      new LiveFilter(Set.of("load"), List.of(), Set.of(), Set.of());

  private final LiveState state =
      new LiveState("tag", 1, Limits.live(100, 8, 2), Duration.ofMinutes(5), (t, s) -> {});
  private final Scheduler senders = Schedulers.newBoundedElastic(1, 1000, "test");
  private final List<FrameReader> open = new ArrayList<>();
  private LiveProperties limits = Limits.live(100, 8, 2);
  private long offset;

  /** Has those who come from now on be told often that nothing is new. */
  void heartbeat(Duration every) {
    limits = Limits.live(100, 8, 2, every);
  }

  /** Has the topic begin at an offset; before the first record. */
  void beginsAt(long first) {
    state.beginsAt(0, first);
    offset = first;
  }

  /** Of the next record. */
  long offset() {
    return offset;
  }

  /** One record. */
  void apply(LiveSeries... series) {
    state.apply(
        0, offset, LiveCodec.encode(new LiveBatch(TENANT, 1, offset, T, T, List.of(series))));
    offset++;
  }

  /** What those who follow want, for the next record. */
  LiveSeries load(String host, double value) {
    return gauge("load", host, value);
  }

  /** What they do not want. */
  LiveSeries other(String host, double value) {
    return gauge("other", host, value);
  }

  private LiveSeries gauge(String metric, String host, double value) {
    return Samples.gauge(TENANT, Labels.of(metric, "host", host), offset, T + offset, value);
  }

  /** The end of a series, for the next record. */
  LiveSeries ended(String metric, String host) {
    return Samples.ended(TENANT, Labels.of(metric, "host", host), offset, T);
  }

  /** All that was applied. */
  String position() {
    return state.position().toString();
  }

  /** Who follows. */
  Subscribers subscribers() {
    return state.tenantForSubscriber(TENANT).subscribers();
  }

  /** One that takes all that comes. */
  FrameReader follow() {
    return follow(new Connection());
  }

  /** The same over a connection of the test's. */
  FrameReader follow(Connection connection) {
    return follow(connection, 1_000, null, FAST);
  }

  /** One that comes back with a position. */
  FrameReader resume(String since) {
    return follow(new Connection(), 1_000, since, FAST);
  }

  /** One that takes all that comes, so often in a second. */
  FrameReader followAt(double maxRate) {
    return follow(new Connection(), 1_000, null, maxRate);
  }

  /** One that asks for so many frames, or {@link FrameReader#LEAVES}. */
  FrameReader followAsking(int demand) {
    return follow(new Connection(), demand, null, FAST);
  }

  private FrameReader follow(
      Connection connection, int demand, @Nullable String since, double maxRate) {
    FrameReader reader = new FrameReader(demand);
    open.add(reader);
    Subscription.Request request =
        new Subscription.Request(
            LOAD,
            since != null,
            since == null ? null : Position.parse(since).orElse(null),
            maxRate);
    new Following(state, TENANT, senders).frames(request, connection, limits).subscribe(reader);
    return reader;
  }

  @Override
  public void close() {
    open.forEach(FrameReader::cancel);
    senders.dispose();
  }
}
