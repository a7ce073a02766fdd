package io.tidegauge.processor.live;

import io.tidegauge.contract.live.LiveBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a task puts one hand-over. While it is full the task keeps its changes, conflated: the
 * task's marks on its series are the buffer, and never grow beyond them.
 */
public final class LiveSlot {

  private final int partition;
  private final AtomicReference<@Nullable List<LiveBatch>> batches = new AtomicReference<>();

  LiveSlot(int partition) {
    this.partition = partition;
  }

  /** Whether what was put here last has been taken. */
  public boolean isFree() {
    return batches.get() == null;
  }

  int partition() {
    return partition;
  }

  void put(List<LiveBatch> handOver) {
    if (!batches.compareAndSet(null, handOver)) {
      throw new IllegalStateException("the slot is not free");
    }
  }

  @Nullable List<LiveBatch> take() {
    return batches.getAndSet(null);
  }
}
