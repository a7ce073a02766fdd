package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.chaos.cluster.Member;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A rolling restart: each process is asked to end, started again, and ready before the next one's
 * turn.
 */
final class Roll implements Harm {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration TO_END = Duration.ofSeconds(30);
  private static final Duration TO_START = Duration.ofMinutes(3);
  private static final int LOOK_MILLIS = 200;

  private final List<Member> members;
  private final Thread thread;
  private volatile @Nullable EngineException failure;

  private Roll(List<Member> members) {
    this.members = members;
    this.thread = Thread.ofVirtual().name("roll-" + members).start(this::run);
  }

  static Roll begin(List<Member> members) {
    return new Roll(members);
  }

  private void run() {
    try {
      for (Member member : members) {
        restart(member);
      }
    } catch (EngineException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void restart(Member member) throws InterruptedException {
    if (!member.process().terminate(PAUSE, TO_END)) {
      throw new EngineException(
          "%s did not end within %d s of SIGTERM".formatted(member, TO_END.toSeconds()));
    }
    long deadline = System.nanoTime() + TO_START.toNanos();
    while (!member.isReady()) {
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "%s is not ready %d s after it ended".formatted(member, TO_START.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public void end() throws InterruptedException {
    thread.join();
    EngineException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }
}
