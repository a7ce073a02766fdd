package io.tidegauge.query.live;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of an audience that one thread writes to, and which of them are in step: all
 * these get the same parcel, without a look at any of them by the audience.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** After so many the event loop does other work first: a write takes microseconds. */
  private static final int SLICE = 256;

  private final Audience audience;
  private final @Nullable EventLoop loop;

  /** For the thread that writes. */
  private final List<Subscription> inStep = new ArrayList<>();

  /** How many are in step, or on their way to be. */
  private final AtomicInteger readers = new AtomicInteger();

  /**
   * Nobody is there yet.
   *
   * @param loop that writes; null for the thread of the audience
   */
  Lane(Audience audience, @Nullable EventLoop loop) {
    this.audience = audience;
    this.loop = loop;
  }

  /** How many are in step. */
  int readers() {
    return readers.get();
  }

  /** Whether nobody is in step. */
  boolean isEmpty() {
    return readers.get() == 0;
  }

  /** Runs it on the thread that writes: at once where that is the event loop it is called on. */
  void execute(Runnable task) {
    if (loop == null) {
      audience.execute(task);
    } else if (loop.inEventLoop()) {
      task.run();
    } else {
      hand(task);
    }
  }

  /** Whether it was handed over: not where the node stops. */
  private boolean hand(Runnable task) {
    if (loop == null) {
      task.run();
      return true;
    }
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /**
   * Gives frames to one that is ready; called by the audience.
   *
   * @param joins whether it is in step then; else it waits until it is ready again
   */
  void deliver(Subscription to, List<Frame> frames, boolean joins) {
    if (joins) {
      readers.incrementAndGet();
    }
    hand(() -> delivered(to, frames, joins));
  }

  private void delivered(Subscription to, List<Frame> frames, boolean joins) {
    if (to.isOver()) {
      if (joins) {
        readers.decrementAndGet();
      }
      return;
    }
    try (Parcel parcel = new Parcel(frames)) {
      to.receive(parcel);
    } catch (RuntimeException e) {
      if (joins) {
        readers.decrementAndGet();
      }
      lost(to, e);
      return;
    }
    if (joins) {
      inStep.add(to);
    } else {
      to.await();
    }
  }

  private static void lost(Subscription one, RuntimeException why) {
    LOG.warn("A subscription is ended: it could not be written to", why);
    one.fail(why);
  }

  /**
   * Gives frames to all that are in step; called by the audience, which is told when it is done.
   *
   * @param from where they were; who cannot take it stays there
   */
  void step(List<Frame> frames, Position from) {
    if (!hand(new Step(new Parcel(frames), from))) {
      audience.stepped();
    }
  }

  /**
   * Goes from the last to the first, some at a time: who leaves on the way is replaced by one that
   * was there already, and who comes meanwhile has what the step tells.
   */
  private final class Step implements Runnable {
    private final Parcel parcel;
    private final Position from;
    private int next = -1;

    Step(Parcel parcel, Position from) {
      this.parcel = parcel;
      this.from = from;
    }

    @Override
    public void run() {
      int begin = next < 0 ? inStep.size() : next;
      next = loop == null ? 0 : Math.max(0, begin - SLICE);
      long now = System.nanoTime();
      for (int i = begin - 1; i >= next; i--) {
        give(i, now);
      }
      if (next == 0 || !later()) {
        parcel.close();
        audience.stepped();
      }
    }

    /** After what the event loop has to read and write. */
    private boolean later() {
      if (loop == null) {
        return false;
      }
      try {
        loop.schedule(this, 0, TimeUnit.NANOSECONDS);
        return true;
      } catch (RejectedExecutionException e) {
        return false;
      }
    }

    private void give(int index, long now) {
      Subscription one = inStep.get(index);
      if (one.isOver()) {
        leaves(index);
        return;
      }
      boolean taken;
      try {
        taken = one.take(parcel, now);
      } catch (RuntimeException e) {
        leaves(index);
        lost(one, e);
        return;
      }
      if (!taken) {
        leaves(index);
        one.fellBehind(from);
      }
    }

    private void leaves(int index) {
      Subscription last = inStep.removeLast();
      if (index < inStep.size()) {
        inStep.set(index, last);
      }
      readers.decrementAndGet();
    }
  }
}
