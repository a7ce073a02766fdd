package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.engines.process.ChildProcess;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets a process run for a fifth of the time only, in turns of half a second. */
final class Slowdown implements Harm {

  private static final long STOPPED_MILLIS = 400;
  private static final long RUNNING_MILLIS = 100;

  private final ChildProcess process;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread thread;

  private Slowdown(ChildProcess process) {
    this.process = process;
    this.thread = Thread.ofVirtual().name("slow-" + process.name()).start(this::run);
  }

  static Harm begin(ChildProcess process) {
    return new Slowdown(process);
  }

  private void run() {
    try {
      while (!over.get()) {
        process.handle().ifPresent(Slowdown::stopForAMoment);
        TimeUnit.MILLISECONDS.sleep(RUNNING_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stopForAMoment(ProcessHandle handle) {
    Freeze freeze = Freeze.of(handle);
    try {
      TimeUnit.MILLISECONDS.sleep(STOPPED_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      freeze.end();
    }
  }

  @Override
  public void end() {
    over.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
