package io.tidegauge.loadtest.chaos.cuts;

import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.chaos.cuts.check.Ledger;
import io.tidegauge.loadtest.chaos.cuts.check.LiveLog;
import io.tidegauge.loadtest.chaos.cuts.check.Tally;
import io.tidegauge.loadtest.chaos.cuts.check.Tally.Count;
import io.tidegauge.loadtest.http.CallException;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Redis killed for a while, and a query node killed in the midst of it, which has to build its
 * state from the live topic and be ready before Redis is back. Used by one thread, but for what is
 * said in the end.
 */
final class RedisAway {

  /** The node is killed when this part of the time is over. */
  private static final int PART = 4;

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;

  private final Member redis;
  private final Duration length;
  private final long seed;
  private final Nodes nodes;
  private final LiveLog log;
  private final Tally tally;
  private final Consumer<String> events;
  private volatile boolean right;
  private volatile String line = "redis was not away";

  RedisAway(
      Member redis,
      CutsSettings settings,
      Nodes nodes,
      LiveLog log,
      Tally tally,
      Consumer<String> events) {
    this.redis = redis;
    this.length = settings.redisAway();
    this.seed = settings.seed();
    this.nodes = nodes;
    this.log = log;
    this.tally = tally;
    this.events = events;
  }

  /** Runs; returns when Redis is back. */
  void run() throws InterruptedException {
    long begin = System.nanoTime();
    long back = begin + length.toNanos();
    events.accept("redis is killed, for " + length.toSeconds() + " s");
    redis.process().kill(length);
    Pulse pulse = new Pulse(tally);
    pulse.start();
    TimeUnit.NANOSECONDS.sleep(length.toNanos() / PART);
    long killed = System.nanoTime();
    Member node = nodes.killOne(new SplittableRandom(seed), events);
    double ready = (System.nanoTime() - killed) / 1e9;
    long wrong = differences(node);
    boolean without = System.nanoTime() - back < 0 && !redis.isReady();
    TimeUnit.NANOSECONDS.sleep(back - System.nanoTime());
    pulse.end();
    awaitRedis(back);
    events.accept("redis is back");
    right = without && wrong == 0 && pulse.longest() <= LONGEST_SILENCE.toNanos();
    line =
        String.format(
            Locale.ROOT,
            "redis was away for %d s: updates went on, %.1f s without one at the most; %s was"
                + " killed, %s %.1f s later, and %d of %d of its snapshots differ from the log",
            length.toSeconds(),
            pulse.longest() / 1e9,
            node,
            without ? "ready without Redis" : "NOT READY BEFORE REDIS WAS BACK",
            ready,
            wrong,
            Motion.filters().size());
  }

  /** How many snapshots of a node are not what the log says at their positions. */
  private long differences(Member node) throws InterruptedException {
    long wrong = 0;
    for (Filter filter : Motion.filters()) {
      Tally own = new Tally();
      Ledger ledger = new Ledger(node + " (" + filter.value() + ")", filter, log, own);
      ledger.add(nodes.snapshot(node, filter));
      for (long since = System.nanoTime(); !ledger.check(); ) {
        if (System.nanoTime() - since > PATIENCE.toNanos()) {
          throw new CallException("the live topic does not reach the position of a snapshot");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      own.examples().forEach(events);
      wrong += own.isRight() ? 0 : 1;
    }
    return wrong;
  }

  private void awaitRedis(long back) throws InterruptedException {
    while (!redis.isReady()) {
      if (System.nanoTime() - back > PATIENCE.toNanos()) {
        throw new CallException("redis did not come back in " + PATIENCE.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Whether feeds went on and the node was right; says what was found. */
  boolean isRight(Consumer<String> lines) {
    lines.accept((right ? "" : "! ") + line);
    return right;
  }

  /** The longest time without an update of any client. */
  private static final class Pulse {

    private final Tally tally;
    private volatile boolean over;
    private volatile long longest;

    Pulse(Tally tally) {
      this.tally = tally;
    }

    void start() {
      Thread.ofVirtual().name("pulse").start(this::watch);
    }

    private void watch() {
      long count = tally.of(Count.UPDATES);
      long since = System.nanoTime();
      while (!over) {
        long now = System.nanoTime();
        longest = Math.max(longest, now - since);
        if (tally.of(Count.UPDATES) > count) {
          count = tally.of(Count.UPDATES);
          since = now;
        }
        try {
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    void end() {
      over = true;
    }

    long longest() {
      return longest;
    }
  }
}
