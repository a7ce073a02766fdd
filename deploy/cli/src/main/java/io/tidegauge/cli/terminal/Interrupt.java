package io.tidegauge.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ctrl-C as the usual end of a command that would go on for ever: it finishes its line, and the
 * exit code is 0. Thread-safe.
 */
public final class Interrupt {

  private static final long PATIENCE_SECONDS = 2;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Runs a command that looks at this.
   *
   * @return its exit code
   */
  public int guard(IntSupplier command) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "interrupt"));
    int code = command.getAsInt();
    ended.countDown();
    return code;
  }

  private void end() {
    if (ended.getCount() == 0) {
      return; // by itself: its own exit code counts
    }
    request();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  /** Has the command end. */
  public void request() {
    requested.countDown();
  }

  /** Whether the command is to end. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits; whether the command is to end. */
  public boolean await(Duration time) throws InterruptedException {
    return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
