package io.tidegauge.processor.live;

import io.tidegauge.contract.live.LiveBatch;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the state writers with what the tasks hand over, on a thread of its own: a store that is
 * slow or dead delays neither the live topic nor the windows, as a task keeps what has changed
 * until what it handed over before is taken. It rests three times as long as it writes: where much
 * changes, the stores get it less often rather than a core of the machine.
 */
final class LiveStatePump implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveStatePump.class);
  private static final int REST = 3;
  private static final long LONGEST_REST_MILLIS = 1_000;

  private final LiveHub<LiveBatch> hub;
  private final List<LiveStateWriter> writers;
  private final LiveMetrics metrics;
  private volatile boolean closed;

  LiveStatePump(LiveHub<LiveBatch> hub, List<LiveStateWriter> writers, LiveMetrics metrics) {
    this.hub = hub;
    this.writers = writers;
    this.metrics = metrics;
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        hub.await(100);
        if (!writeOffered()) {
          writers.forEach(LiveStateWriter::idle);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    closed = true;
  }

  /** One pass over the tasks; whether any of them had something. */
  private boolean writeOffered() throws InterruptedException {
    boolean any = false;
    for (LiveSlot<LiveBatch> slot : hub.slots()) {
      List<LiveBatch> batches = slot.take();
      if (batches != null) {
        any = true;
        long began = System.nanoTime();
        batches.forEach(batch -> write(slot.partition(), batch));
        long rest = REST * (System.nanoTime() - began) / 1_000_000;
        Thread.sleep(Math.min(rest, LONGEST_REST_MILLIS));
      }
    }
    return any;
  }

  private void write(int partition, LiveBatch batch) {
    for (LiveStateWriter writer : writers) {
      try {
        writer.write(partition, batch);
      } catch (RuntimeException e) {
        metrics.writerFailed();
        LOG.warn("live state of {} was not written", batch.tenant(), e);
      }
    }
  }
}
