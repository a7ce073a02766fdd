package io.tidegauge.processor.sink.redis;

import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveBatchWriter;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.processor.live.LiveStateWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the live state to Redis. {@link #write} waits until Redis has it, or has not answered for
 * the timeout; what comes while Redis is away is dropped, and the whole live state is asked for
 * when it is back. Used by one thread; {@link #failure()} by any.
 */
public final class RedisLiveState implements LiveStateWriter, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLiveState.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RedisStore store;
  private final Supplier<FullState> fullState;
  private final LiveBatchWriter codec = new LiveBatchWriter(Integer.MAX_VALUE);
  private final Counter written;
  private final Counter older;
  private final Counter dropped;
  private final Counter rewrites;
  private long triedAt = System.nanoTime() - PAUSE.toNanos();
  private volatile @Nullable String failure = "not connected yet";

  /**
   * Connects with the first call of {@link #write} or {@link #idle}.
   *
   * @param fullState where to ask for the whole live state
   */
  public RedisLiveState(
      String uri, Duration timeout, Supplier<FullState> fullState, MeterRegistry registry) {
    this.store = new RedisStore(uri, timeout);
    this.fullState = fullState;
    written = counter(registry, "tidegauge.redis.live.series", "Changed series written");
    older = counter(registry, "tidegauge.redis.live.older", "Fields dropped: Redis had newer ones");
    dropped = counter(registry, "tidegauge.redis.live.dropped", "Changed series dropped");
    rewrites = counter(registry, "tidegauge.redis.live.rewrites", "Times all was asked for again");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Why nothing gets through at the moment; null where all is well. */
  public @Nullable String failure() {
    return failure;
  }

  /** What comes while Redis is away is dropped: all is written when it is back. */
  @Override
  public void write(int partition, LiveBatch batch) {
    idle();
    int size = batch.series().size();
    if (failure != null) {
      dropped.increment(size);
      return;
    }
    try {
      older.increment(store.write(byKey(batch)));
      written.increment(size);
    } catch (IOException | RedisException e) {
      dropped.increment(size);
      away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connects where it is not, and asks for the whole live state then. */
  @Override
  public void idle() {
    long now = System.nanoTime();
    if (failure == null || now - triedAt < PAUSE.toNanos()) {
      return;
    }
    try {
      store.prepare();
    } catch (RedisException e) {
      failure = e.toString();
      return;
    } finally {
      triedAt = System.nanoTime();
    }
    LOG.info("Redis is there, the whole live state is asked for");
    failure = null;
    rewrites.increment();
    fullState.get().request();
  }

  private void away(Exception e) {
    failure = e.toString();
    triedAt = System.nanoTime();
    LOG.warn("Redis is away, the live state is written again when it is back: {}", failure);
  }

  private Map<String, List<LiveStateEntry>> byKey(LiveBatch batch) {
    Map<String, List<LiveStateEntry>> byKey = new HashMap<>();
    for (LiveSeries series : batch.series()) {
      String owner = LiveStateKeys.owner(series.labels());
      for (LiveStateEntry entry : LiveStateEntry.of(batch, series, codec)) {
        byKey
            .computeIfAbsent(
                LiveStateKeys.key(batch.tenant(), owner, entry.tier()), key -> new ArrayList<>())
            .add(entry);
      }
    }
    return byKey;
  }

  /** After the last call of {@link #write}. */
  @Override
  public void close() {
    store.close();
  }
}
