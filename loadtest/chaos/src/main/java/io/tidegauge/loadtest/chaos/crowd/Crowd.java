package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.chaos.crowd.client.Dialer;
import io.tidegauge.loadtest.chaos.crowd.client.FastClient;
import io.tidegauge.loadtest.chaos.crowd.client.Latencies;
import io.tidegauge.loadtest.chaos.crowd.client.SlowClient;
import io.tidegauge.loadtest.chaos.crowd.client.SlowCounts;
import io.tidegauge.loadtest.chaos.crowd.client.Stamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The subscribers. Used by one thread. */
final class Crowd implements AutoCloseable {

  /** So many connect at once. */
  private static final int BATCH = 200;

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long POLL_MILLIS = 20;

  private final CrowdSettings settings;
  private final Dialer dialer;
  private final Stamps stamps;
  private final Latencies latencies;
  private final SlowCounts counts = new SlowCounts();
  private final List<FastClient> fast = new ArrayList<>();
  private final List<SlowClient> slow = new ArrayList<>();

  Crowd(CrowdSettings settings, Dialer dialer, Stamps stamps, Latencies latencies) {
    this.settings = settings;
    this.dialer = dialer;
    this.stamps = stamps;
    this.latencies = latencies;
  }

  /** Connects so many that read all that comes; returns when all are served. */
  void connectFast(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      fast.add(new FastClient(i, i % settings.groups(), dialer, stamps, latencies));
      if (i % BATCH == BATCH - 1 || i == count - 1) {
        await("fast subscribers have no snapshot", () -> fast.stream().allMatch(this::isDone));
      }
    }
    losses().stream()
        .findFirst()
        .ifPresent(
            why -> {
              throw new EngineException("not all subscribers are served: " + why);
            });
  }

  private boolean isDone(FastClient client) {
    return client.isServed() || client.loss().isPresent();
  }

  /** Connects those that are slow, which then are; returns when all have had a snapshot. */
  void connectSlow() throws InterruptedException {
    for (int i = 0; i < settings.slow(); i++) {
      int first = i * settings.slowGroups();
      List<Integer> groups =
          IntStream.range(first, first + settings.slowGroups())
              .map(group -> group % settings.groups())
              .boxed()
              .toList();
      slow.add(new SlowClient(i, groups, dialer, counts));
      if (i % BATCH == BATCH - 1 || i == settings.slow() - 1) {
        await(
            "slow subscribers have no snapshot",
            () -> slow.stream().allMatch(SlowClient::isServed));
      }
    }
    slow.forEach(SlowClient::slowDown);
  }

  /** Those that are slow read all that comes from now on. */
  void readAgain() {
    slow.forEach(SlowClient::readAgain);
  }

  /** How many show what the node does. */
  int right(Truth truth) {
    return (int)
        (fast.stream().filter(truth::isShownBy).count()
            + slow.stream().filter(truth::isShownBy).count());
  }

  /** Why feeds of fast ones ended; empty where none did. */
  List<String> losses() {
    return fast.stream().map(FastClient::loss).flatMap(Optional::stream).toList();
  }

  /** What slow ones went through. */
  SlowCounts counts() {
    return counts;
  }

  /** Ends the slow ones. */
  void closeSlow() {
    slow.forEach(SlowClient::close);
    slow.clear();
  }

  /** Ends all. */
  @Override
  public void close() {
    closeSlow();
    fast.forEach(FastClient::close);
    fast.clear();
  }

  /**
   * Waits.
   *
   * @throws EngineException where it is in vain
   */
  static void await(String otherwise, BooleanSupplier condition) throws InterruptedException {
    if (!await(condition)) {
      throw new EngineException(otherwise + " after " + PATIENCE.toSeconds() + " s");
    }
  }

  /** Waits; whether it came true. */
  static boolean await(BooleanSupplier condition) throws InterruptedException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }
}
