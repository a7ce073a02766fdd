package io.tidegauge.query.live;

import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.query.config.LiveProperties;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * One subscriber: a snapshot, then what changed, as often as the subscriber wants and can take. It
 * keeps the ids of changed series, not the changes: whoever reads slowly gets the newest of each,
 * and above a number of ids the whole state is compared with what was sent.
 *
 * <p>The feed's thread calls {@link #changed} and {@link #wakeSoon}; everything else happens on one
 * worker.
 */
final class Subscription {

  private static final long COALESCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A reader that is waited for shorter than this keeps up. */
  private static final long LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int STALLED_HEARTBEATS = 4;

  private final View view;
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

  /** Everything before it was sent, or is not for this subscriber. */
  private volatile @Nullable Position sent;

  private volatile long sentAt = System.nanoTime();

  /** When the subscriber last took anything, be it that nothing is new. */
  private long takenAt = sentAt;

  /** What the subscriber was told last. */
  private @Nullable Position told;

  private boolean waiting;
  private long waitingSince;

  Subscription(
      View view,
      Request request,
      FluxSink<Frame> sink,
      BooleanSupplier writable,
      Scheduler.Worker worker,
      LiveProperties limits) {
    this.view = view;
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
  record Request(LiveFilter filter, boolean resumes, @Nullable Position since, double maxRate) {

    /** The same of a subscriber whose position is not known any more. */
    Request afresh() {
      return new Request(filter, true, null, maxRate);
    }
  }

  /**
   * Begins.
   *
   * @param onEnd is run once, when it is over
   */
  void start(Runnable onEnd) {
    view.tenant().subscribers().add(this);
    sink.onRequest(ignored -> wake(0));
    wake(0);
    // In the end: where the reader has left already, this closes it.
    sink.onDispose(
        () -> {
          close();
          onEnd.run();
        });
  }

  private void close() {
    view.tenant().subscribers().remove(this);
    heartbeat.dispose();
    worker.dispose();
  }

  LiveFilter filter() {
    return view.filter();
  }

  /** Notes that a series has changed; whether {@link #wakeSoon} is to be called for it. */
  boolean changed(SeriesState series) {
    if (!filter().matches(series)) {
      return false;
    }
    synchronized (dirty) {
      if (compare || !dirty.add(series.id())) {
        return false;
      }
      if (dirty.size() > limits.pending()) {
        compare = true;
        dirty.clear();
      }
    }
    return scheduled.compareAndSet(false, true);
  }

  /** After {@link #changed}, when the position has passed the change. */
  void wakeSoon() {
    schedule(COALESCE_NANOS);
  }

  private void wake(long delay) {
    if (scheduled.compareAndSet(false, true)) {
      schedule(delay);
    }
  }

  private void schedule(long delay) {
    long allowed = sent == null ? 0 : interval - (System.nanoTime() - sentAt);
    try {
      worker.schedule(this::drain, Math.max(delay, allowed), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed by its reader while the feed's thread was here: nobody is to be told.
      sink.complete();
    }
  }

  private void drain() {
    scheduled.set(false);
    if (sink.isCancelled()) {
      return;
    }
    if (sink.requestedFromDownstream() == 0) {
      waitForReader();
    } else if (!writable.getAsBoolean()) {
      waitForReader();
      wake(RETRY_NANOS);
    } else if (sent == null) {
      begin();
    } else {
      update(sent);
    }
  }

  private void waitForReader() {
    if (!waiting && (sent == null || isDirty())) {
      waiting = true;
      waitingSince = System.nanoTime();
    }
  }

  private boolean isDirty() {
    synchronized (dirty) {
      return compare || !dirty.isEmpty();
    }
  }

  private void begin() {
    Taken taken = new Taken();
    View.Found resumed = since == null ? null : view.resumed(since, taken::more);
    if (resumed != null) {
      send(resumed.at(), view.frame(Frame.Event.UPDATE, resumed, 0));
      return;
    }
    if (resumes) {
      sink.next(Frame.RESET);
    }
    snapshot(taken);
  }

  private void snapshot(Taken taken) {
    Position now = view.now(taken::more);
    Frame others = view.shared(null, now);
    if (others != null) {
      send(now, others);
    } else {
      View.Found all = view.all(taken::more);
      send(all.at(), view.share(Frame.Event.SNAPSHOT, all));
    }
  }

  /** Sends what is new, where something is; whether something was sent. */
  private boolean update(Position last) {
    Taken taken = new Taken();
    double lag = lag();
    if (lag == 0) {
      Position now = view.after(last, taken::more);
      Frame others = view.shared(last, now);
      if (others != null) {
        send(now, others);
        return true;
      }
    }
    Optional<View.Found> since = view.since(last, taken::ids);
    if (since.isEmpty()) {
      sink.next(Frame.RESET);
      snapshot(taken);
      return true;
    }
    View.Found found = since.get();
    if (found.series().isEmpty()) {
      sent = found.at();
      return false;
    }
    send(
        found.at(),
        lag == 0
            ? view.share(Frame.Event.UPDATE, found)
            : view.frame(Frame.Event.UPDATE, found, lag));
    return true;
  }

  /**
   * What is taken from the changed series. It is taken at the same moment as the position that is
   * said, or a change would be left out, or be said twice.
   */
  private final class Taken {
    private final Set<SeriesId> some = new HashSet<>();
    private boolean all;

    void more() {
      synchronized (dirty) {
        some.addAll(dirty);
        all |= compare;
        dirty.clear();
        compare = false;
      }
    }

    @Nullable Set<SeriesId> ids() {
      more();
      return all ? null : some;
    }
  }

  /** How long the reader was waited for, seconds; 0 where it keeps up. */
  private double lag() {
    long waited = waiting ? System.nanoTime() - waitingSince : 0;
    waiting = false;
    return waited < LAG_NANOS ? 0 : waited / 1e9;
  }

  private void send(Position at, Frame frame) {
    sent = at;
    told = at;
    sentAt = System.nanoTime();
    takenAt = sentAt;
    sink.next(frame);
  }

  private void beat() {
    long silence = System.nanoTime() - takenAt;
    long patience = STALLED_HEARTBEATS * limits.heartbeat().toNanos();
    if (silence >= patience) {
      // Not one byte taken for so long: the reader is gone, or may come back with its position.
      sink.error(new StalledException(TimeUnit.NANOSECONDS.toSeconds(patience)));
    } else if (silence >= limits.heartbeat().toNanos()
        && sink.requestedFromDownstream() > 0
        && writable.getAsBoolean()) {
      heartbeat();
    }
  }

  private void heartbeat() {
    Position last = sent;
    if (last == null) {
      return;
    }
    boolean due = System.nanoTime() - sentAt >= interval;
    if (due && update(last)) {
      return;
    }
    Position now = Objects.requireNonNull(sent);
    boolean news = told == null || !now.equals(told);
    told = now;
    takenAt = System.nanoTime();
    sink.next(news ? view.nothingNew(now) : Frame.HEARTBEAT);
  }
}
