package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveRecordReader;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.query.config.LiveProperties;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The live state of all tenants as of a position in the live topic. {@link #apply} is called by one
 * thread; everything else by any.
 */
public final class LiveState {

  /** What became of an entry. */
  public enum Outcome {
    /** It is in the state. */
    APPLIED,
    /** A newer one was there already. */
    OUTDATED,
    /** It ended before this node knew it. */
    UNKNOWN_ENDED,
    /** The node's limit on series is reached. */
    OVER_LIMIT
  }

  private final String tag;
  private final AtomicLongArray next;
  private final long[] first;
  private final LiveProperties limits;
  private final long grace;
  private final BiConsumer<String, String> serverSeen;
  private final Map<String, TenantState> tenants = new ConcurrentHashMap<>();
  private final AtomicInteger series = new AtomicInteger();
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private final LongAdder droppedWindows = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final StampedLock changing = new StampedLock();
  private final Sinks.Empty<Void> replaced = Sinks.empty();
  private final SharedFrames frames = new SharedFrames();

  /** For the thread that applies. */
  private final LiveRecordReader reader = new LiveRecordReader();

  /**
   * An empty state.
   *
   * @param tag of the topic, lower-case letters and digits
   * @param serverSeen told the tenant and the server when a server has its first series; must not
   *     block
   */
  LiveState(
      String tag,
      int partitions,
      LiveProperties limits,
      Duration grace,
      BiConsumer<String, String> serverSeen) {
    this.tag = tag;
    this.next = new AtomicLongArray(partitions);
    this.first = new long[partitions];
    this.limits = limits;
    this.grace = grace.toMillis();
    this.serverSeen = serverSeen;
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  /**
   * Says where a partition of the topic begins: what ended before is not known. Before the first
   * record.
   */
  void beginsAt(int partition, long offset) {
    first[partition] = offset;
    next.set(partition, offset);
  }

  /** Whether it is of this topic, with as many partitions. */
  boolean isOf(String otherTag, int partitions) {
    return tag.equals(otherTag) && next.length() == partitions;
  }

  /**
   * Applies one record of the live topic.
   *
   * @throws MalformedRecordException where it is none; what stands before the fault is in the state
   */
  void apply(int partition, long liveOffset, byte[] record) {
    reader.reset(record);
    TenantState tenant = known(reader.tenant());
    long stamp = changing.writeLock();
    try {
      tenant.advance(partition, liveOffset, reader);
      while (reader.nextSeries()) {
        count(tenant.apply(partition, liveOffset, reader));
      }
    } finally {
      passed(partition, liveOffset);
      changing.unlockWrite(stamp);
      tenant.wakeSubscribers();
    }
  }

  /**
   * What a reading finds between two records, so that it fits the position that it sees. It may be
   * made twice. It may wait for as long as a record takes, and is not for event loops.
   */
  <T> T between(Supplier<T> reading) {
    long look = changing.tryOptimisticRead();
    if (look != 0) {
      T found = reading.get();
      if (changing.validate(look)) {
        return found;
      }
    }
    long stamp = changing.readLock();
    try {
      return reading.get();
    } finally {
      changing.unlockRead(stamp);
    }
  }

  /** Another state has taken its place: what this one says is not true any more. */
  void replace() {
    replaced.tryEmitEmpty();
  }

  /** Completes when another state has taken its place. */
  Mono<Void> replaced() {
    return replaced.asMono();
  }

  /** Frames that several subscribers want. */
  SharedFrames frames() {
    return frames;
  }

  /** Goes past a record that says nothing. */
  void passed(int partition, long liveOffset) {
    next.set(partition, liveOffset + 1);
  }

  private void count(Outcome outcome) {
    java.util.Objects.requireNonNull(outcomes.get(outcome)).increment();
  }

  private TenantState newTenant(String tenant) {
    return new TenantState(tenant, this, next.length(), new Tombstones(limits.ended(), first));
  }

  /** The state of a tenant; null where nothing is known of it. */
  public @Nullable TenantState tenant(String tenant) {
    return tenants.get(tenant);
  }

  /** The state of a tenant, empty where nothing is known of it. */
  TenantState tenantOrEmpty(String tenant) {
    TenantState known = tenants.get(tenant);
    return known == null ? newTenant(tenant) : known;
  }

  /**
   * The state of a tenant, made where nothing is known of it, so that it can be subscribed to; it
   * is there until {@link #letGo}.
   */
  TenantState tenantForSubscriber(String tenant) {
    return tenants.compute(
        tenant,
        (name, old) -> {
          TenantState held = old == null ? newTenant(name) : old;
          held.hold();
          return held;
        });
  }

  /**
   * A subscriber needs it no more. What nothing is known of is forgotten with its last subscriber:
   * anybody may name a tenant.
   */
  void letGo(TenantState tenant) {
    tenants.computeIfPresent(
        tenant.tenant(), (name, there) -> there == tenant && there.letGo() ? null : there);
  }

  private TenantState known(String tenant) {
    return tenants.compute(
        tenant,
        (name, old) -> {
          TenantState known = old == null ? newTenant(name) : old;
          known.told();
          return known;
        });
  }

  /** All tenants. */
  public Collection<TenantState> tenants() {
    return tenants.values();
  }

  /** Everything before this position is in the state. */
  Position position() {
    long[] offsets = new long[next.length()];
    Arrays.setAll(offsets, next::get);
    return new Position(tag, offsets);
  }

  /**
   * From where on the topic tells all that is known: whoever begins there comes to the same series.
   */
  Position knownFrom() {
    long[] first = new long[next.length()];
    Arrays.setAll(first, next::get);
    tenants.values().forEach(tenant -> tenant.knownFrom(first));
    return new Position(tag, first);
  }

  /** The highest watermark of any tenant in a partition; UNKNOWN where none has one. */
  long watermark(int partition) {
    long highest = LiveBatch.UNKNOWN;
    for (TenantState tenant : tenants.values()) {
      highest = Math.max(highest, tenant.watermark(partition));
    }
    return highest;
  }

  long grace() {
    return grace;
  }

  boolean admit() {
    if (series.get() >= limits.series()) {
      return false;
    }
    series.incrementAndGet();
    return true;
  }

  void release() {
    series.decrementAndGet();
  }

  void seen(String tenant, String server) {
    serverSeen.accept(tenant, server);
  }

  /** At most as many windows as one series may keep, the newest. */
  LiveWindow[] bounded(LiveWindow[] windows) {
    if (windows.length <= limits.windows()) {
      return windows;
    }
    droppedWindows.add(windows.length - limits.windows());
    LiveWindow[] byEnd = windows.clone();
    Arrays.sort(byEnd, Comparator.comparingLong(LiveWindow::end).reversed());
    long oldest = byEnd[limits.windows() - 1].end();
    return Arrays.stream(windows).filter(w -> w.end() >= oldest).toArray(LiveWindow[]::new);
  }

  /** Notes samples that open windows have more than before. */
  void counted(long more) {
    samples.add(more);
  }

  /** How many samples came into open windows, those of the first reading of the topic included. */
  long samples() {
    return samples.sum();
  }

  /** How many series are kept. */
  int size() {
    return series.get();
  }

  /** How many ended series are remembered. */
  int ended() {
    return tenants.values().stream().mapToInt(tenant -> tenant.tombstones().size()).sum();
  }

  long outcomes(Outcome outcome) {
    return java.util.Objects.requireNonNull(outcomes.get(outcome)).sum();
  }

  long droppedWindows() {
    return droppedWindows.sum();
  }
}
