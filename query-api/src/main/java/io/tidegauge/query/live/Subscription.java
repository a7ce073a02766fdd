package io.tidegauge.query.live;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of an audience. It is in step with the others as long as it takes what comes. When
 * it does not, it only keeps its position, and costs nothing until its outlet is ready again: then
 * it is told the newest of all that changed meanwhile, and is in step again.
 *
 * <p>Used by the thread of its outlet, but while it is ready to be told something: then by that of
 * the audience.
 */
final class Subscription {

  /** A reader that is waited for shorter than this keeps up. */
  private static final long LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Audience audience;
  private final Request request;
  private final Outlet outlet;
  private final Lane lane;

  /** Everything before it was sent, or is not for this subscriber; not kept while it is in step. */
  private @Nullable Position sent;

  /** When the subscriber last took anything, be it that nothing is new. */
  private long takenAt = System.nanoTime();

  private long left;
  private long waitingSince;

  /** How long it was waited for before it was ready, ns. */
  private long waited;

  /** Whether the outlet is waited for. */
  private volatile boolean waiting;

  private volatile boolean over;

  Subscription(Audience audience, Request request, Outlet outlet) {
    this.audience = audience;
    this.request = request;
    this.outlet = outlet;
    this.lane = audience.lane(outlet.thread());
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
   * From where on a subscriber is to be told what is new.
   *
   * @param from null for all that there is
   * @param resumes whether it knows something that may be wrong
   */
  record Want(@Nullable Position from, boolean resumes) {}

  /**
   * Begins.
   *
   * @param onEnd is run once, when it is over
   */
  void start(Runnable onEnd) {
    audience.add(this);
    outlet.whenReady(
        () -> {
          if (waiting) {
            lane.execute(this::look);
          }
        });
    lane.execute(this::await);
    // In the end: where the reader has left already, this closes it.
    outlet.whenOver(
        () -> {
          over = true;
          audience.remove(this);
          onEnd.run();
        });
  }

  /** Waits until the outlet is ready, which it may be at once. */
  void await() {
    waitingSince = System.nanoTime();
    waiting = true;
    look();
  }

  private void look() {
    if (waiting && !over && outlet.isReady()) {
      waiting = false;
      waited = System.nanoTime() - waitingSince;
      audience.ready(this);
    }
  }

  /** Takes what all get, if it can now; else nothing is written. */
  boolean take(Parcel parcel, long now) {
    if (!outlet.isReady()) {
      return false;
    }
    outlet.send(parcel);
    takenAt = now;
    return true;
  }

  /** It could not take what follows a position. */
  void fellBehind(Position position) {
    sent = position;
    await();
  }

  /** Takes what is for it alone, which it was ready for. */
  void receive(Parcel parcel) {
    takenAt = System.nanoTime();
    if (!parcel.frames().isEmpty()) {
      outlet.send(parcel);
    }
  }

  /** Gives a reader up that is waited for, and has taken not one byte for too long. */
  void giveUpIfStalled(long patience) {
    if (waiting) {
      lane.execute(() -> giveUpIfNothingTaken(patience));
    }
  }

  private void giveUpIfNothingTaken(long patience) {
    long now = System.nanoTime();
    long leftNow = outlet.left();
    if (leftNow != left) {
      left = leftNow;
      takenAt = now;
    }
    if (waiting && now - takenAt >= patience) {
      // The reader is gone, or may come back with its position.
      outlet.fail(new StalledException(TimeUnit.NANOSECONDS.toSeconds(patience)));
    }
  }

  /** Ends it for a reason that nobody expects. */
  void fail(RuntimeException why) {
    over = true;
    outlet.fail(why);
  }

  Lane lane() {
    return lane;
  }

  boolean isOver() {
    return over;
  }

  /** Whether it was told nothing yet. */
  boolean isNew() {
    return sent == null;
  }

  Want want() {
    return sent == null ? new Want(request.since(), request.resumes()) : new Want(sent, true);
  }

  /** How long the reader was waited for, seconds; 0 where it keeps up. */
  double lag() {
    return sent == null || waited < LAG_NANOS ? 0 : waited / 1e9;
  }

  /** It is told all that is before a position. */
  void isAt(Position position) {
    sent = position;
  }
}
