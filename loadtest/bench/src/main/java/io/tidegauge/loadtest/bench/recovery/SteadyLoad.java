package io.tidegauge.loadtest.bench.recovery;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.Load;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.system.Installation;
import io.tidegauge.loadtest.bench.system.TidegaugeService;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All series get a sample each interval, at the real time, while the processor is hurt. */
final class SteadyLoad implements AutoCloseable {

  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final Thread thread;

  private SteadyLoad(Installation installation, LoadSpec spec, InstantSource clock) {
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("steady-load")
            .unstarted(() -> run(installation, spec, clock));
  }

  /** Begins. */
  static SteadyLoad start(Installation installation, LoadSpec spec, InstantSource clock) {
    SteadyLoad load = new SteadyLoad(installation, spec, clock);
    load.thread.start();
    return load;
  }

  private void run(Installation installation, LoadSpec spec, InstantSource clock) {
    try {
      send(installation, spec, clock);
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private static void send(Installation installation, LoadSpec spec, InstantSource clock) {
    Load load = new Load(spec, clock.instant());
    long begin = System.nanoTime();
    try {
      while (true) {
        long due = begin + load.steps() * spec.interval().toNanos();
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        load.runSteps(installation.address(TidegaugeService.GATEWAY), "/api/v1/write", 1);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throws what ended it, if it has ended. */
  void check() {
    RuntimeException ended = failure.get();
    if (ended != null) {
      throw new EngineException("the load ended: " + ended.getMessage(), ended);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
