package io.tidegauge.ingest.publish;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Record writers with their grown arrays, kept for the next record. Bounded; thread-safe. */
final class WriterPool {

  private static final int KEPT = 64;

  private final ArrayBlockingQueue<SamplesRecordWriter> writers = new ArrayBlockingQueue<>(KEPT);

  SamplesRecordWriter take() {
    @Nullable SamplesRecordWriter writer = writers.poll();
    return writer == null ? new SamplesRecordWriter() : writer;
  }

  void give(SamplesRecordWriter writer) {
    writer.reset();
    if (!writers.offer(writer)) {
      return; // the pool is full; this one goes to the collector
    }
  }
}
