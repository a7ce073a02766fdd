package io.tidegauge.processor.live;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the state writers from the conflating buffer, on a thread of its own: a store that is slow
 * or dead delays neither the live topic nor the windows. It rests three times as long as it writes:
 * where much changes, the stores get it conflated rather than a core of the machine.
 */
final class LiveStatePump implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveStatePump.class);
  private static final int SERIES_PER_WRITE = 2_000;
  private static final int REST = 3;
  private static final long LONGEST_REST_MILLIS = 1_000;

  private final ConflatingBuffer buffer;
  private final List<LiveStateWriter> writers;
  private final LiveMetrics metrics;
  private volatile boolean closed;

  LiveStatePump(ConflatingBuffer buffer, List<LiveStateWriter> writers, LiveMetrics metrics) {
    this.buffer = buffer;
    this.writers = writers;
    this.metrics = metrics;
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        List<ConflatingBuffer.Entry> entries = buffer.take(SERIES_PER_WRITE, 100);
        long began = System.nanoTime();
        entries.forEach(this::write);
        if (entries.isEmpty()) {
          writers.forEach(LiveStateWriter::idle);
        }
        long rest = REST * (System.nanoTime() - began) / 1_000_000;
        Thread.sleep(Math.min(rest, LONGEST_REST_MILLIS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    closed = true;
  }

  private void write(ConflatingBuffer.Entry entry) {
    for (LiveStateWriter writer : writers) {
      try {
        writer.write(entry.partition(), entry.batch());
      } catch (RuntimeException e) {
        metrics.writerFailed();
        LOG.warn("live state of {} was not written", entry.batch().tenant(), e);
      }
    }
  }
}
