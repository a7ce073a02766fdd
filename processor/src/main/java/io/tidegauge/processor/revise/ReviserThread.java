package io.tidegauge.processor.revise;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the reviser with the application; one that fails is followed by another. */
final class ReviserThread implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ReviserThread.class);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final long PAUSE_SECONDS = 2;

  private final Supplier<Reviser> revisers;
  private @Nullable Run run;

  ReviserThread(Supplier<Reviser> revisers) {
    this.revisers = revisers;
  }

  /** One start until its stop. */
  private static final class Run implements Runnable {

    private final Supplier<Reviser> revisers;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Reviser reviser;
    private volatile @Nullable Throwable failure;

    Run(Supplier<Reviser> revisers) {
      this.revisers = revisers;
      this.thread = Thread.ofPlatform().name("reviser").daemon().unstarted(this);
    }

    @Override
    public void run() {
      try {
        do {
          reviseUntilItFails();
        } while (failure == null && !stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void reviseUntilItFails() {
      try {
        Reviser current = revisers.get();
        reviser = current;
        if (stopped.getCount() == 0) {
          current.close();
        }
        current.run();
      } catch (RuntimeException e) {
        LOG.error(
            "the reviser failed, another starts in {} s from what was committed", PAUSE_SECONDS, e);
      } catch (Error e) {
        failure = e;
        LOG.error(
            "the reviser has ended, late samples are not revised until this process is restarted;"
                + " nothing is lost, the requests wait in the topic",
            e);
      }
    }

    /** What ended it for good; null where it runs, or was stopped. */
    @Nullable Throwable failure() {
      return failure;
    }

    void stop() {
      stopped.countDown();
      Reviser current = reviser;
      if (current != null) {
        current.close();
      }
      try {
        if (!thread.join(STOP)) {
          LOG.warn("the reviser is busy, it is interrupted");
          thread.interrupt();
          thread.join(STOP);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What ended the reviser for good; null where it runs, or was stopped. */
  synchronized @Nullable Throwable failure() {
    return run == null ? null : run.failure();
  }

  @Override
  public synchronized void start() {
    Run next = new Run(revisers);
    run = next;
    next.thread.start();
  }

  @Override
  public synchronized void stop() {
    Run current = run;
    run = null;
    if (current != null) {
      current.stop();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return run != null;
  }
}
