package io.tidegauge.processor.sink.redis;

import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.processor.live.LiveStateWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the live state to Redis on a thread of its own. {@link #write} never waits: what does not
 * fit is dropped, as is everything while Redis is away, and the whole live state is asked for when
 * there is room, or Redis is back.
 */
public final class RedisLiveState implements LiveStateWriter, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLiveState.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SERIES_PER_WRITE = 2000;

  private final RedisStore store;
  private final Supplier<FullState> fullState;
  private final int limit;
  private final LinkedBlockingQueue<LiveBatch> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Counter written;
  private final Counter older;
  private final Counter dropped;
  private final Counter rewrites;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean incomplete;
  private volatile @Nullable String failure = "not connected yet";

  /**
   * @param fullState where to ask for the whole live state
   * @param limit how many series may wait
   */
  public RedisLiveState(
      String uri,
      Duration timeout,
      int limit,
      Supplier<FullState> fullState,
      MeterRegistry registry) {
    this.store = new RedisStore(uri, timeout);
    this.fullState = fullState;
    this.limit = limit;
    written = counter(registry, "tidegauge.redis.live.series", "Changed series written");
    older = counter(registry, "tidegauge.redis.live.older", "Fields dropped: Redis had newer ones");
    dropped = counter(registry, "tidegauge.redis.live.dropped", "Changed series dropped");
    rewrites = counter(registry, "tidegauge.redis.live.rewrites", "Times all was asked for again");
    Gauge.builder("tidegauge.redis.live.queue", queued, AtomicInteger::get)
        .description("Changed series that wait for Redis; bounded by queued-series")
        .register(registry);
    thread = Thread.ofPlatform().name("redis-live-state").unstarted(this::runUntilStopped);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Starts the thread; once. */
  public void start() {
    thread.start();
  }

  /** Why nothing gets through at the moment; null where all is well. */
  public @Nullable String failure() {
    return failure;
  }

  @Override
  public void write(int partition, LiveBatch batch) {
    int size = batch.series().size();
    if (size == 0) {
      return;
    }
    if (failure != null) {
      dropped.increment(size);
    } else if (queued.get() + size > limit && queued.get() > 0) {
      dropped.increment(size);
      incomplete = true;
    } else {
      queued.addAndGet(size);
      queue.add(batch);
    }
  }

  private void runUntilStopped() {
    try {
      while (!stopping) {
        connect();
        try {
          while (!stopping) {
            writeNext();
          }
        } catch (IOException | RedisException e) {
          failure = e.toString();
          LOG.warn("Redis is away, the live state is written again when it is back: {}", failure);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    }
  }

  /** Returns when Redis is there, with nothing waiting and the whole live state asked for. */
  private void connect() throws InterruptedException {
    while (true) {
      discard();
      try {
        store.prepare();
        break;
      } catch (RedisException e) {
        failure = e.toString();
        Thread.sleep(PAUSE);
      }
    }
    LOG.info("Redis is there, the whole live state is asked for");
    failure = null;
    requestAll();
  }

  private void requestAll() {
    incomplete = false;
    rewrites.increment();
    fullState.get().request();
  }

  private void discard() {
    LiveBatch batch;
    while ((batch = queue.poll()) != null) {
      dropped.increment(batch.series().size());
      queued.addAndGet(-batch.series().size());
    }
  }

  private void writeNext() throws IOException, InterruptedException {
    LiveBatch first = queue.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      if (incomplete) {
        requestAll();
      }
      return;
    }
    Map<String, List<LiveStateEntry>> byKey = new HashMap<>();
    int size = 0;
    for (LiveBatch batch = first; batch != null; batch = next(size)) {
      add(batch, byKey);
      size += batch.series().size();
    }
    try {
      older.increment(store.write(byKey));
      written.increment(size);
    } finally {
      queued.addAndGet(-size);
    }
  }

  private @Nullable LiveBatch next(int size) {
    return size < SERIES_PER_WRITE ? queue.poll() : null;
  }

  private static void add(LiveBatch batch, Map<String, List<LiveStateEntry>> byKey) {
    for (LiveSeries series : batch.series()) {
      String owner = LiveStateKeys.owner(series.labels());
      for (LiveStateEntry entry : LiveStateEntry.of(batch, series)) {
        byKey
            .computeIfAbsent(
                LiveStateKeys.key(batch.tenant(), owner, entry.tier()), key -> new ArrayList<>())
            .add(entry);
      }
    }
  }

  /** Ends the thread; what waits is dropped, the next process asks for all. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
