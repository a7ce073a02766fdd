package io.tidegauge.loadtest.bench.processor;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.load.SampleRecords;
import io.tidegauge.loadtest.bench.system.SampleFill;
import io.tidegauge.loadtest.bench.system.WindowingLog;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes records at their times, evenly over the interval of a series, on a thread of its own. What
 * comes late because Kafka or the machine was slow is written at once, and not left out.
 */
final class PacedFill implements AutoCloseable {

  private final SampleRecords records;
  private final SampleFill fill;
  private final InstantSource clock;
  private final long interval;
  private final Thread thread;
  private volatile long written;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  /** Begins. */
  PacedFill(LoadSpec load, WindowingLog log, int partitions, InstantSource clock) {
    this.records = new SampleRecords(load, partitions);
    this.fill = new SampleFill(log, clock);
    this.clock = clock;
    this.interval = load.interval().toNanos();
    this.thread = Thread.ofPlatform().daemon().name("paced-fill").unstarted(this::run);
    thread.start();
  }

  /**
   * Samples that were written.
   *
   * @throws EngineException where they cannot be any more
   */
  long written() {
    RuntimeException cause = failure;
    if (cause != null) {
      throw new EngineException("samples were not written: " + cause.getMessage(), cause);
    }
    return written;
  }

  private void run() {
    long begin = System.nanoTime();
    try {
      for (long step = 0; !closed; step++) {
        for (int record = 0; record < records.count() && !closed; record++) {
          sleepUntil(begin + step * interval + interval * record / records.count());
          records.write(record, clock.millis(), false, fill);
          written = fill.samples();
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void sleepUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0 && !closed; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fill.close();
  }
}
