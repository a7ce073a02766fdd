package io.tidegauge.processor.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the publisher and the state pump, from before the tasks start until after they end. */
final class LiveThreads implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LiveThreads.class);
  private static final Duration STOP = Duration.ofSeconds(5);

  /** What runs. */
  private record Running(
      LivePublisher publisher, @Nullable LiveStatePump pump, List<Thread> threads) {}

  private final Supplier<LivePublisher> publishers;
  private final Supplier<@Nullable LiveStatePump> pumps;
  private @Nullable Running running;

  /**
   * Of new ones, with each start.
   *
   * @param pumps gives null where there are no stores
   */
  LiveThreads(Supplier<LivePublisher> publishers, Supplier<@Nullable LiveStatePump> pumps) {
    this.publishers = publishers;
    this.pumps = pumps;
  }

  @Override
  public synchronized void start() {
    LivePublisher publisher = publishers.get();
    LiveStatePump pump = pumps.get();
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().name("live-publisher").daemon().start(publisher));
    if (pump != null) {
      threads.add(Thread.ofPlatform().name("live-state").daemon().start(pump));
    }
    running = new Running(publisher, pump, threads);
  }

  @Override
  public synchronized void stop() {
    Running current = running;
    if (current == null) {
      return;
    }
    running = null;
    current.publisher().close();
    LiveStatePump pump = current.pump();
    if (pump != null) {
      pump.close();
    }
    current.threads().forEach(LiveThreads::end);
    current.publisher().closeProducer();
  }

  private static void end(Thread thread) {
    try {
      if (!thread.join(STOP)) {
        LOG.warn("thread {} is busy, it is interrupted", thread.getName());
        thread.interrupt();
        thread.join(STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }

  /** Starts before the stream threads and stops after them. */
  @Override
  public int getPhase() {
    return 100;
  }
}
