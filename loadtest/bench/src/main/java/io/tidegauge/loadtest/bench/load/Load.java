package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.SeriesLabels;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A load on one system, in parts: each goes on where the one before ended, in whole steps of all
 * series, so that all systems get the same bodies in the same order, as far as each comes. Not
 * thread-safe.
 */
public final class Load {

  private final LoadSpec spec;
  private final long start;
  private final Bodies bodies;
  private long ended = -1;

  /**
   * One of which nothing is sent yet.
   *
   * @param start the timestamp of the first step
   */
  public Load(LoadSpec spec, Instant start) {
    this.spec = spec;
    this.start = start.toEpochMilli();
    this.bodies = Bodies.of(spec);
  }

  /** How many steps were sent: samples of each series. */
  public long steps() {
    return ended + 1;
  }

  /** From the first to the last timestamp that was sent. */
  public Duration span() {
    return Duration.ofMillis(Math.max(0, ended) * spec.interval().toMillis());
  }

  /** What is sent. */
  public LoadSpec spec() {
    return spec;
  }

  /** The names of its metrics; every host has a series of each. */
  public List<String> metrics() {
    SeriesLabels labels = new SeriesLabels(spec.seriesSpec());
    return IntStream.range(0, Math.min(spec.cardinality().getFirst(), spec.series()))
        .mapToObj(labels::metricName)
        .toList();
  }

  /**
   * Sends as fast as it is taken.
   *
   * @param atLeast for how long; the step that was begun by then is ended
   * @throws LoadException where a request was refused for good, or not answered
   */
  public LoadResult run(InetSocketAddress address, String path, Duration atLeast)
      throws InterruptedException {
    return run(
        address, path, new Pace(spec.connections(), ended, System.nanoTime() + atLeast.toNanos()));
  }

  /**
   * Sends some steps, as fast as they are taken.
   *
   * @throws LoadException where a request was refused for good, or not answered
   */
  public LoadResult runSteps(InetSocketAddress address, String path, long steps)
      throws InterruptedException {
    return run(address, path, Pace.until(spec.connections(), ended, ended + steps));
  }

  private LoadResult run(InetSocketAddress address, String path, Pace pace)
      throws InterruptedException {
    List<Future<LoadResult>> parts = new ArrayList<>();
    LoadResult all = LoadResult.none();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("load-", 0).factory())) {
      for (int i = 0; i < spec.connections(); i++) {
        int number = i;
        Sender sender =
            new Sender(address, path, bodies.of(i, spec.connections()), this::timestamp, pace);
        parts.add(threads.submit(() -> run(sender, number, pace)));
      }
      for (Future<LoadResult> part : parts) {
        all = all.with(part.get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LoadException known
          ? known
          : new LoadException("the load ended: " + e.getCause(), e);
    }
    ended = pace.last();
    return all;
  }

  private LoadResult run(Sender sender, int number, Pace pace) throws InterruptedException {
    try {
      return sender.run(number, ended + 1);
    } catch (RuntimeException | InterruptedException e) {
      pace.abort();
      throw e;
    }
  }

  private long timestamp(long step) {
    return start + step * spec.interval().toMillis();
  }
}
