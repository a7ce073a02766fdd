package io.tidegauge.query.live;

import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * One subscriber: a snapshot, then what changed, as often as the subscriber wants and can take. It
 * keeps the ids of changed series, not the changes: whoever reads slowly gets the newest of each,
 * and above a number of ids the whole state is compared with what was sent.
 *
 * <p>The feed's thread calls {@link #changed}; everything else happens on one worker.
 */
final class Subscription {

  private static final long COALESCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int STALLED_HEARTBEATS = 4;

  private final TenantState tenant;
  private final Supplier<Position> position;
  private final LiveFilter filter;
  private final @Nullable Position since;
  private final boolean resumes;
  private final FluxSink<Frame> sink;
  private final BooleanSupplier writable;
  private final Scheduler.Worker worker;
  private final LiveProperties limits;
  private final long interval;
  private final Disposable heartbeat;

  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Set<SeriesId> dirty = new HashSet<>();
  private boolean compare;
  private volatile @Nullable Position sent;
  private long sentAt = System.nanoTime();

  Subscription(
      TenantState tenant,
      Supplier<Position> position,
      Request request,
      FluxSink<Frame> sink,
      BooleanSupplier writable,
      Scheduler.Worker worker,
      LiveProperties limits) {
    this.tenant = tenant;
    this.position = position;
    this.filter = request.filter();
    this.since = request.since();
    this.resumes = request.resumes();
    this.sink = sink;
    this.writable = writable;
    this.worker = worker;
    this.limits = limits;
    this.interval = (long) (1e9 / request.maxRate());
    long beat = limits.heartbeat().toNanos();
    this.heartbeat = worker.schedulePeriodically(this::beat, beat, beat / 2, TimeUnit.NANOSECONDS);
  }

  /**
   * What a subscriber asks for.
   *
   * @param resumes whether a position was given, be it one that can be read or not
   * @param since the position; null where there was none or it cannot be read
   * @param maxRate updates per second
   */
  record Request(LiveFilter filter, boolean resumes, @Nullable Position since, double maxRate) {}

  void start() {
    tenant.subscribers().add(this);
    sink.onRequest(ignored -> wake(0));
    wake(0);
  }

  void close() {
    tenant.subscribers().remove(this);
    heartbeat.dispose();
    worker.dispose();
  }

  LiveFilter filter() {
    return filter;
  }

  /** Notes that a series has changed. */
  void changed(SeriesState series) {
    if (!filter.matches(series)) {
      return;
    }
    synchronized (dirty) {
      if (!compare && !dirty.add(series.id())) {
        return;
      }
      if (dirty.size() > limits.pending()) {
        compare = true;
        dirty.clear();
      }
    }
    wake(COALESCE_NANOS);
  }

  private void wake(long delay) {
    if (scheduled.compareAndSet(false, true)) {
      long allowed = sent == null ? 0 : interval - (System.nanoTime() - sentAt);
      try {
        worker.schedule(this::drain, Math.max(delay, allowed), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // Closed by its reader while the feed's thread was here: nobody is to be told.
        sink.complete();
      }
    }
  }

  private void drain() {
    scheduled.set(false);
    if (sink.isCancelled() || sink.requestedFromDownstream() == 0) {
      return;
    }
    if (!writable.getAsBoolean()) {
      wake(RETRY_NANOS);
      return;
    }
    Position last = sent;
    if (last == null) {
      begin();
    } else {
      update(last);
    }
  }

  private void begin() {
    Position now = position.get();
    Position from = since;
    if (from != null && from.comparable(now) && tenant.tombstones().reachBackTo(from)) {
      send(Frame.Event.UPDATE, from.max(now), newerThan(from));
      return;
    }
    if (resumes) {
      sink.next(
          new Frame(
              Frame.Event.RESET,
              "",
              Json.bytes(
                  json ->
                      json.writeStartObject()
                          .writeStringProperty(
                              "reason", "the position is not known any more; a snapshot follows")
                          .writeEndObject())));
    }
    List<SeriesState> all = new ArrayList<>();
    tenant.forEachMatching(filter, all::add);
    send(Frame.Event.SNAPSHOT, now, all);
  }

  private void update(Position last) {
    Position now = last.max(position.get());
    List<SeriesId> ids;
    boolean whole;
    synchronized (dirty) {
      ids = List.copyOf(dirty);
      whole = compare;
      dirty.clear();
      compare = false;
    }
    List<SeriesState> changes = whole ? newerThan(last) : changesOf(ids, last);
    if (!changes.isEmpty()) {
      send(Frame.Event.UPDATE, now, changes);
    }
  }

  private List<SeriesState> changesOf(List<SeriesId> ids, Position last) {
    List<SeriesState> changes = new ArrayList<>(ids.size());
    boolean ended = false;
    for (SeriesId id : ids) {
      SeriesState state = tenant.series(id);
      if (state == null || state.ended()) {
        ended = true;
      } else if (last.isNewer(state.partition(), state.liveOffset())) {
        changes.add(state);
      }
    }
    if (ended) {
      changes.addAll(tenant.endedSince(last, filter));
    }
    return changes;
  }

  private List<SeriesState> newerThan(Position last) {
    List<SeriesState> changes = new ArrayList<>(tenant.endedSince(last, filter));
    tenant.forEachMatching(
        filter,
        state -> {
          if (last.isNewer(state.partition(), state.liveOffset())) {
            changes.add(state);
          }
        });
    return changes;
  }

  private void send(Frame.Event event, Position at, List<SeriesState> series) {
    byte[] body = LiveBody.encode(at, tenant.watermark(), series, filter.windows());
    sent = at;
    sentAt = System.nanoTime();
    sink.next(new Frame(event, at.toString(), body));
  }

  private void beat() {
    long silence = System.nanoTime() - sentAt;
    boolean quiet = silence >= limits.heartbeat().toNanos();
    if (silence >= STALLED_HEARTBEATS * limits.heartbeat().toNanos()) {
      // Not one byte taken for so long: the reader is gone, or may come back with its position.
      sink.complete();
    } else if (quiet && sink.requestedFromDownstream() > 0 && writable.getAsBoolean()) {
      sentAt = System.nanoTime() - interval;
      sink.next(Frame.HEARTBEAT);
    }
  }
}
