package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.watch.Probe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Follows one attack from the blow to the recovery. Used by one thread. */
final class Watch {

  private static final long LOOK_MILLIS = 50;
  private static final long NOT_YET = Long.MAX_VALUE;

  private final Attack attack;
  private final List<Member> hit;
  private final Probe probe;
  private final long blow = System.nanoTime();
  private long healed = NOT_YET;
  private long fresh = NOT_YET;

  /**
   * Begins at the blow.
   *
   * @param hit the processes that are to be ready again
   */
  Watch(Attack attack, List<Member> hit, Probe probe) {
    this.attack = attack;
    this.hit = List.copyOf(hit);
    this.probe = probe;
  }

  /** Looks on until the attack is over. */
  void until(Duration length) throws InterruptedException {
    long end = blow + length.toNanos();
    while (System.nanoTime() < end) {
      look();
    }
    healed = end;
  }

  private void look() throws InterruptedException {
    if (fresh == NOT_YET && probe.freshUpTo() > blow) {
      fresh = System.nanoTime();
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  /**
   * Looks on until the process does its work and the pipeline is fresh.
   *
   * @throws EngineException when the time is over before
   */
  Recovery recovery(Duration patience) throws InterruptedException {
    long end = healed + patience.toNanos();
    long ready = NOT_YET;
    Duration work = Duration.ZERO;
    while (ready == NOT_YET || fresh == NOT_YET) {
      if (System.nanoTime() > end) {
        throw new EngineException(
            "%s after %d s"
                .formatted(
                    ready == NOT_YET ? "it is not ready" : "nothing fresh is seen",
                    patience.toSeconds()));
      }
      if (ready == NOT_YET && hit.stream().allMatch(Member::isReady)) {
        ready = System.nanoTime();
        work = work();
      }
      look();
    }
    return new Recovery(
        attack,
        Duration.ofNanos(fresh - blow),
        Duration.ofNanos(Math.max(0, ready - healed)),
        work);
  }

  private Duration work() {
    return attack.kind().startsAgain()
        ? attack
            .target()
            .process()
            .handle()
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO)
        : Duration.ZERO;
  }
}
