package io.tidegauge.cli.replay;

import io.tidegauge.processor.replay.ReplayProgress;
import java.io.PrintWriter;
import java.time.Duration;

/** Says how far it is, once every few seconds, with an estimate of the rest. */
final class ConsoleProgress implements ReplayProgress {

  private static final long INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();

  private final PrintWriter err;
  private String current = "";
  private long startNanos;
  private long saidNanos;

  ConsoleProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void at(String what, long done, long total) {
    long now = System.nanoTime();
    if (!what.equals(current)) {
      current = what;
      startNanos = now;
    } else if (now - saidNanos < INTERVAL_NANOS && done < total) {
      return;
    }
    saidNanos = now;
    String rest = "";
    if (done > 0 && done < total) {
      Duration left =
          Duration.ofNanos((long) ((double) (now - startNanos) / done * (total - done)));
      rest = ", about " + Math.max(1, left.toSeconds()) + " s left";
    }
    err.println(what + " " + done + (total > done ? " of " + total : "") + rest);
    err.flush();
  }

  @Override
  public void leftOut(String what) {
    err.println("left out: " + what);
    err.flush();
  }
}
