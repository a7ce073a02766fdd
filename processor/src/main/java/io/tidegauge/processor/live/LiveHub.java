package io.tidegauge.processor.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Between the tasks of a process and who takes what they hand over: the publisher, or the pump that
 * feeds the stores. Thread-safe; nothing here ever waits for long.
 *
 * @param <T> what they hand over, in pieces
 */
public final class LiveHub<T> implements LiveStateWriter.FullState {

  private final List<LiveSlot<T>> slots = new CopyOnWriteArrayList<>();
  private final Semaphore offered = new Semaphore(0);
  private final AtomicLong fullRequests = new AtomicLong();

  /** A slot for a task that starts. */
  public LiveSlot<T> open(int partition) {
    LiveSlot<T> slot = new LiveSlot<>(partition);
    slots.add(slot);
    return slot;
  }

  /** The task ends; what was not taken yet is dropped. */
  public void close(LiveSlot<T> slot) {
    slots.remove(slot);
  }

  /** Puts a hand-over into a free slot. */
  public void offer(LiveSlot<T> slot, List<T> pieces) {
    slot.put(pieces);
    offered.release();
  }

  @Override
  public void request() {
    fullRequests.incrementAndGet();
  }

  /** Rises with each request for the full state. */
  public long fullRequests() {
    return fullRequests.get();
  }

  /** The slots of the tasks that run. */
  List<LiveSlot<T>> slots() {
    return slots;
  }

  /** Waits until something is offered, or the time is over. */
  void await(long millis) throws InterruptedException {
    if (offered.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      offered.drainPermits();
    }
  }
}
