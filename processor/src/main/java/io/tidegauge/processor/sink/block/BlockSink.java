package io.tidegauge.processor.sink.block;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of a sink on a thread of its own, from {@link #start()} to {@link #close()}. An
 * unexpected error ends the consumer, and another takes its place: all state is in Kafka.
 */
public final class BlockSink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BlockSink.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BlockSettings settings;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final BlockFactory factory;
  private final SinkMetrics metrics;
  private final Preparation preparation;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable Consumer<byte[], byte[]> current;

  /** What must be in place before the first block. */
  @FunctionalInterface
  public interface Preparation {

    /** Returns when it is. */
    void await() throws InterruptedException;
  }

  /**
   * @param consumers makes consumers as of {@link SinkConsumers}
   * @param factory of the blocks; used by this sink's thread alone
   */
  public BlockSink(
      BlockSettings settings,
      Supplier<Consumer<byte[], byte[]>> consumers,
      BlockFactory factory,
      SinkMetrics metrics,
      Preparation preparation) {
    this.settings = settings;
    this.consumers = consumers;
    this.factory = factory;
    this.metrics = metrics;
    this.preparation = preparation;
    this.thread =
        Thread.ofPlatform().name("sink-" + settings.name()).unstarted(this::runUntilStopped);
  }

  /** Starts the thread; once. */
  public void start() {
    thread.start();
  }

  /** Whether the thread runs. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** What it counts. */
  public SinkMetrics metrics() {
    return metrics;
  }

  private void runUntilStopped() {
    Backoff backoff = new Backoff();
    try {
      preparation.await();
      while (!stopping) {
        try {
          runSession();
        } catch (WakeupException e) {
          LOG.debug("{}: woken up", settings.name());
        } catch (InterruptException e) {
          throw new InterruptedException();
        } catch (RuntimeException e) {
          metrics.restarted(e);
          LOG.error("{}: the consumer failed and is made anew", settings.name(), e);
          Thread.sleep(backoff.next());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{}: interrupted", settings.name());
    }
  }

  private void runSession() throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      current = consumer;
      new BlockSession(consumer, settings, factory, metrics, () -> stopping).run();
    } finally {
      current = null;
    }
  }

  /**
   * Ends the thread; what is gathered and not written yet is read again by the next owner of the
   * partitions.
   */
  @Override
  public void close() {
    stopping = true;
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
