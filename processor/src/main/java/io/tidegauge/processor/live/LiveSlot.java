package io.tidegauge.processor.live;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a task puts one hand-over. While it is full the task keeps its changes, conflated: the
 * task's marks on its series are the buffer, and never grow beyond them.
 *
 * @param <T> what is handed over, in pieces
 */
public final class LiveSlot<T> {

  private final int partition;
  private final AtomicReference<@Nullable List<T>> pieces = new AtomicReference<>();

  LiveSlot(int partition) {
    this.partition = partition;
  }

  /** Whether what was put here last has been taken. */
  public boolean isFree() {
    return pieces.get() == null;
  }

  int partition() {
    return partition;
  }

  void put(List<T> handOver) {
    if (!pieces.compareAndSet(null, handOver)) {
      throw new IllegalStateException("the slot is not free");
    }
  }

  @Nullable List<T> take() {
    return pieces.getAndSet(null);
  }
}
