package io.tidegauge.query.live;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveRecordReader;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.series.ServerRule;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.live.LiveState.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The live state of one tenant. One thread writes (the feed's), any thread reads: a reader sees
 * each series as it was after some record, never half of a record.
 */
public final class TenantState {

  private final String tenant;
  private final LiveState owner;
  private final Map<SeriesId, SeriesState> series = new ConcurrentHashMap<>();
  private final Map<String, Set<SeriesId>> byMetric = new ConcurrentHashMap<>();
  private final Map<String, Set<SeriesId>> byServer = new ConcurrentHashMap<>();
  private final AtomicLongArray watermarks;
  private final AtomicLongArray stored;
  private final Tombstones tombstones;
  private final Subscribers subscribers = new Subscribers();

  /** Subscribers that hold it, and whether the topic has told of it; both guarded by its owner. */
  private int holders;

  private boolean known;

  /** Of the record that is being applied; for the thread that applies. */
  private final List<Audience> toWake = new ArrayList<>();

  /** Of the series that is being applied; for the thread that applies. */
  private final List<LiveWindow> told = new ArrayList<>();

  TenantState(String tenant, LiveState owner, int partitions, Tombstones tombstones) {
    this.tenant = tenant;
    this.owner = owner;
    this.watermarks = unknown(partitions);
    this.stored = unknown(partitions);
    this.tombstones = tombstones;
  }

  private static AtomicLongArray unknown(int partitions) {
    long[] values = new long[partitions];
    Arrays.fill(values, LiveBatch.UNKNOWN);
    return new AtomicLongArray(values);
  }

  /** The tenant. */
  public String tenant() {
    return tenant;
  }

  /** One more subscriber needs it. */
  void hold() {
    holders++;
  }

  /** One subscriber needs it no more; whether nobody does, and nothing is known of it. */
  boolean letGo() {
    holders--;
    return holders == 0 && !known;
  }

  /** The topic has told of it. */
  void told() {
    known = true;
  }

  /** Lowers each partition's offset to the first that is needed to know its series. */
  void knownFrom(long[] first) {
    for (SeriesState state : series.values()) {
      first[state.partition()] = Math.min(first[state.partition()], state.knownFrom());
    }
  }

  /** A series; null where it is not known. */
  public @Nullable SeriesState series(SeriesId id) {
    return series.get(id);
  }

  /** The metrics of series that have not ended. */
  public Set<String> metrics() {
    return byMetric.keySet();
  }

  /** The servers of series that have not ended. */
  public Set<String> servers() {
    return byServer.keySet();
  }

  /** The series of a metric, ended ones that are still needed for their windows too. */
  public void forEachOfMetric(String metric, Consumer<SeriesState> action) {
    forEach(byMetric.getOrDefault(metric, Set.of()), action);
  }

  /** The series of a server, ended ones that are still needed for their windows too. */
  public void forEachOfServer(String server, Consumer<SeriesState> action) {
    forEach(byServer.getOrDefault(server, Set.of()), action);
  }

  private void forEach(Collection<SeriesId> ids, Consumer<SeriesState> action) {
    for (SeriesId id : ids) {
      SeriesState state = series.get(id);
      if (state != null) {
        action.accept(state);
      }
    }
  }

  /** The series that live and fit. */
  void forEachMatching(LiveFilter filter, Consumer<SeriesState> action) {
    Consumer<SeriesState> check =
        state -> {
          if (!state.ended() && filter.matches(state)) {
            action.accept(state);
          }
        };
    if (!filter.metrics().isEmpty()) {
      filter.metrics().forEach(metric -> forEachOfMetric(metric, check));
    } else if (!filter.servers().isEmpty()) {
      filter.servers().forEach(server -> forEachOfServer(server, check));
    } else {
      series.values().forEach(check);
    }
  }

  /** The lowest watermark of the partitions that know the tenant; UNKNOWN where none does. */
  public long watermark() {
    return lowest(watermarks);
  }

  /** The watermark of a partition; UNKNOWN where it does not know the tenant. */
  long watermark(int partition) {
    return watermarks.get(partition);
  }

  /** Up to which watermark history has everything, of all partitions that know the tenant. */
  public long stored() {
    return lowest(stored);
  }

  private long lowest(AtomicLongArray values) {
    long lowest = Long.MAX_VALUE;
    for (int i = 0; i < values.length(); i++) {
      if (watermarks.get(i) != LiveBatch.UNKNOWN) {
        lowest = Math.min(lowest, values.get(i));
      }
    }
    return lowest == Long.MAX_VALUE ? LiveBatch.UNKNOWN : lowest;
  }

  Tombstones tombstones() {
    return tombstones;
  }

  Subscribers subscribers() {
    return subscribers;
  }

  int size() {
    return series.size();
  }

  /** Has the subscribers look whom the last record told something; the thread that applies. */
  void wakeSubscribers() {
    toWake.forEach(Audience::wakeSoon);
    toWake.clear();
  }

  void advance(int partition, long liveOffset, LiveRecordReader batch) {
    watermarks.set(partition, Math.max(watermarks.get(partition), batch.watermark()));
    long before = stored.get(partition);
    long after = Math.max(before, batch.stored());
    stored.set(partition, after);
    long shortest = Window.M5.millis();
    long grace = owner.grace();
    if (after != before
        && (before == LiveBatch.UNKNOWN
            || Math.floorDiv(before - grace, shortest) != Math.floorDiv(after - grace, shortest))) {
      series.values().stream()
          .filter(s -> s.partition() == partition)
          .forEach(state -> prune(state, liveOffset));
    }
  }

  private void prune(SeriesState state, long liveOffset) {
    LiveWindow[] needed = needed(state.partition(), state.entries());
    if (needed.length == 0 && (state.ended() || isOver(state))) {
      remove(state);
      if (!state.ended()) {
        SeriesState ended = state.asEnded(liveOffset);
        tombstones.add(ended);
        subscribers.changed(ended, toWake);
      }
    } else if (needed.length < state.entries().length) {
      series.put(state.id(), state.withWindows(needed));
    }
  }

  /**
   * Whether all windows of its newest sample are stored: its task has forgotten it then, and word
   * of that may have been lost as the task moved.
   */
  private boolean isOver(SeriesState state) {
    long passed = stored.get(state.partition());
    long day = Window.H24.start(state.lastTimestamp());
    return passed != LiveBatch.UNKNOWN && Window.H24.end(day) + owner.grace() <= passed;
  }

  /** The windows that history may not have yet. */
  private LiveWindow[] needed(int partition, LiveWindow[] windows) {
    long passed = stored.get(partition);
    if (passed == LiveBatch.UNKNOWN) {
      return windows;
    }
    return kept(windows, window -> window.end() + owner.grace() > passed);
  }

  /** Applies the series that a record is read up to. */
  Outcome apply(int partition, long liveOffset, LiveRecordReader news) {
    int epoch = news.epoch();
    SeriesId id = news.series();
    SeriesState old = series.get(id);
    if (old != null
        && (epoch < old.epoch() || (epoch == old.epoch() && news.seriesOffset() < old.offset()))) {
      return Outcome.OUTDATED;
    }
    told.clear();
    while (news.nextWindow()) {
      told.add(new LiveWindow(news, liveOffset));
    }
    if (old == null && news.ended() && told.isEmpty()) {
      return Outcome.UNKNOWN_ENDED;
    }
    SeriesState.Identity identity = old == null ? identity(id, partition, news) : old.identity();
    if (old == null && !owner.admit()) {
      return Outcome.OVER_LIMIT;
    }
    LiveWindow[] windows =
        SeriesState.merge(
            old == null ? SeriesState.NO_WINDOWS : stillOpen(old.entries(), news.watermark()),
            told);
    windows = owner.bounded(needed(partition, windows));
    owner.counted(SampleCount.gained(old, windows));
    SeriesState state =
        new SeriesState(
            identity,
            epoch,
            news.seriesOffset(),
            liveOffset,
            news.lastTimestamp(),
            news.lastValue(),
            news.ended(),
            windows,
            news.ended()
                ? List.of()
                : Revised.after(old == null ? List.of() : old.revised(), liveOffset, told));
    series.put(state.id(), state);
    if (old == null) {
      index(state);
    }
    if (state.ended()) {
      tombstones.add(state.withWindows(SeriesState.NO_WINDOWS));
      if (windows.length == 0) {
        remove(state);
      }
    }
    subscribers.changed(state, toWake);
    return Outcome.APPLIED;
  }

  /**
   * What an entry leaves of the windows that were known before it: an entry tells all that has
   * become of its series' windows up to the batch's watermark, so one that was open then, and must
   * have closed since, is in its parent by now. Its FINAL may have been lost as its task moved:
   * history has it.
   */
  private LiveWindow[] stillOpen(LiveWindow[] windows, long watermark) {
    if (watermark == LiveBatch.UNKNOWN) {
      return windows;
    }
    long closedTo = Window.M5.start(watermark - owner.grace());
    return kept(windows, window -> window.state() == Rollup.State.FINAL || window.end() > closedTo);
  }

  /** The array itself where all of it is kept, as it nearly always is. */
  private static LiveWindow[] kept(LiveWindow[] windows, Predicate<LiveWindow> isKept) {
    int count = 0;
    for (LiveWindow window : windows) {
      if (isKept.test(window)) {
        count++;
      }
    }
    if (count == windows.length) {
      return windows;
    }
    LiveWindow[] kept = new LiveWindow[count];
    int at = 0;
    for (LiveWindow window : windows) {
      if (isKept.test(window)) {
        kept[at++] = window;
      }
    }
    return kept;
  }

  private static SeriesState.Identity identity(SeriesId id, int partition, LiveRecordReader news) {
    Labels labels = news.labels();
    return new SeriesState.Identity(
        id, labels, labels.metric(), ServerRule.serverOf(labels), news.kind(), partition);
  }

  private void index(SeriesState state) {
    byMetric
        .computeIfAbsent(state.metric(), metric -> ConcurrentHashMap.newKeySet())
        .add(state.id());
    if (!state.server().isEmpty()) {
      Set<SeriesId> ids = byServer.get(state.server());
      if (ids == null) {
        ids = ConcurrentHashMap.newKeySet();
        byServer.put(state.server(), ids);
        owner.seen(tenant, state.server());
      }
      ids.add(state.id());
    }
  }

  private void remove(SeriesState state) {
    series.remove(state.id());
    owner.release();
    removeFrom(byMetric, state.metric(), state.id());
    removeFrom(byServer, state.server(), state.id());
  }

  private static void removeFrom(Map<String, Set<SeriesId>> index, String key, SeriesId id) {
    index.computeIfPresent(
        key,
        (same, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  /** Ended series that a subscriber of this position has not been told of, each once. */
  List<SeriesState> endedSince(Position position, LiveFilter filter) {
    Map<SeriesId, SeriesState> ended = new LinkedHashMap<>();
    tombstones.forEachSince(
        position,
        dead -> {
          SeriesState now = series.get(dead.id());
          if ((now == null || now.ended()) && filter.matches(dead)) {
            ended.put(dead.id(), dead);
          }
        });
    return List.copyOf(ended.values());
  }
}
