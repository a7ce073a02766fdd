package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.loadtest.chaos.crowd.client.Groups;
import io.tidegauge.loadtest.chaos.crowd.client.Stamps;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.send.Outcome;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sends changes at a steady pace, on a thread of its own: all series of a group at once, the groups
 * in another order each time. The value of a series is the number of its change.
 */
final class Changes implements Stamps, AutoCloseable {

  private static final int UNDER_WAY = 64;

  /** So many changes of a group are known by their time. */
  private static final int REMEMBERED = 4096;

  private static final HttpCalls.Patience PATIENCE =
      new HttpCalls.Patience(50, Duration.ofSeconds(10), Duration.ofSeconds(1));

  private final RemoteWriteSender sender;
  private final InstantSource clock;
  private final Consumer<String> warnings;
  private final List<List<LoadSeries>> groups;
  private final List<Integer> order;
  private final Random random;
  private final AtomicIntegerArray newest;
  private final List<AtomicLongArray> stamps;
  private final long[] timestamps;
  private final long tickNanos;
  private final Semaphore underWay = new Semaphore(UNDER_WAY);
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean paused = true;
  private volatile boolean closed;
  private final Thread thread;

  /**
   * Sends the first change of each group; {@link #resume} begins with the others.
   *
   * @param rate changes of series a second
   * @param warnings is told of changes that were not taken
   */
  Changes(
      URI gateway,
      int groups,
      int rate,
      InstantSource clock,
      long seed,
      Consumer<String> warnings) {
    this.sender = new RemoteWriteSender(new HttpCalls(List.of(gateway), Groups.TENANT, PATIENCE));
    this.clock = clock;
    this.warnings = warnings;
    this.random = new Random(seed);
    this.groups = IntStream.range(0, groups).mapToObj(Changes::series).toList();
    this.order = new ArrayList<>(IntStream.range(0, groups).boxed().toList());
    this.newest = new AtomicIntegerArray(groups);
    this.stamps = Stream.generate(() -> new AtomicLongArray(REMEMBERED)).limit(groups).toList();
    this.timestamps = new long[groups];
    this.tickNanos = 1_000_000_000L * Groups.SERIES / rate;
    order.forEach(this::change);
    this.thread = Thread.ofPlatform().daemon().name("changes").start(this::run);
  }

  private static List<LoadSeries> series(int group) {
    return IntStream.range(0, Groups.SERIES)
        .mapToObj(
            k ->
                new LoadSeries(
                    Groups.metric(group),
                    new TreeMap<>(Map.of(Groups.LABEL, Integer.toString(k))),
                    Kind.GAUGE))
        .toList();
  }

  private void run() {
    long due = System.nanoTime();
    while (!closed) {
      Collections.shuffle(order, random);
      for (int group : order) {
        if (closed) {
          return;
        }
        if (paused) {
          LockSupport.parkNanos(tickNanos);
          due = System.nanoTime();
          continue;
        }
        due += tickNanos;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        changeUnlessPaused(group);
      }
    }
  }

  private synchronized void changeUnlessPaused(int group) {
    if (!paused && !closed) {
      change(group);
    }
  }

  private void change(int group) {
    // Of a series no two changes may have one timestamp.
    timestamps[group] = Math.max(clock.millis(), timestamps[group] + 1);
    int number = newest.get(group) + 1;
    List<LoadSample> samples =
        groups.get(group).stream()
            .map(one -> new LoadSample(one, timestamps[group], number))
            .toList();
    underWay.acquireUninterruptibly();
    stamps.get(group).set(number % REMEMBERED, System.nanoTime());
    newest.set(group, number);
    sender
        .send(samples)
        .doFinally(signal -> underWay.release())
        .subscribe(this::taken, failure -> failed(String.valueOf(failure.getMessage())));
  }

  private void taken(Outcome outcome) {
    if (outcome.refused() > 0) {
      failed(outcome.messages().toString());
    }
  }

  private void failed(String why) {
    failures.incrementAndGet();
    warnings.accept("a change was not taken: " + why);
  }

  @Override
  public long sentAt(int group, int number) {
    return newest.get(group) - number < REMEMBERED
        ? stamps.get(group).get(number % REMEMBERED)
        : UNKNOWN;
  }

  /** The number of a group's newest change. */
  int newest(int group) {
    return newest.get(group);
  }

  /** How many changes of series were sent, of all groups. */
  long sent() {
    long all = 0;
    for (int group = 0; group < groups.size(); group++) {
      all += (long) Groups.SERIES * newest.get(group);
    }
    return all;
  }

  /** How many requests were not taken. */
  int failures() {
    return failures.get();
  }

  /** Goes on. */
  synchronized void resume() {
    paused = false;
  }

  /** Sends no more; returns when all that was sent has been taken. */
  void pause() {
    synchronized (this) {
      paused = true;
    }
    underWay.acquireUninterruptibly(UNDER_WAY);
    underWay.release(UNDER_WAY);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
