package io.tidegauge.loadtest.chaos.watch;

import io.tidegauge.loadtest.chaos.load.Load;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Prints where a run is: now and then a line of figures, and each event as it comes. */
public final class Progress implements AutoCloseable {

  private static final long EVERY_SECONDS = 10;

  private final PrintWriter out;
  private final long begin = System.nanoTime();
  private Thread thread = new Thread();

  /** One that prints events only, for now. */
  public Progress(PrintWriter out) {
    this.out = out;
  }

  /** An event, in a line with the time since the begin. */
  public void event(String line) {
    long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    synchronized (out) {
      out.printf(Locale.ROOT, "%3d:%02d  %s%n", seconds / 60, seconds % 60, line);
      out.flush();
    }
  }

  /** From now on the load's figures are printed. */
  public void follow(Load load, Lag lag) {
    thread = Thread.ofVirtual().name("progress").start(() -> print(load, lag));
  }

  private void print(Load load, Lag lag) {
    long before = 0;
    long at = System.nanoTime();
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(EVERY_SECONDS);
        long now = System.nanoTime();
        long acknowledged = load.acknowledged();
        Map<String, Long> lags = lag.now();
        event(
            String.format(
                Locale.ROOT,
                "%,d acked, %,.0f/s, sending is behind by %.1f s, lag %s",
                acknowledged,
                (acknowledged - before) * 1e9 / (now - at),
                load.behind().toMillis() / 1000.0,
                lags.isEmpty() ? "unknown, Kafka does not answer" : lags));
        before = acknowledged;
        at = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
