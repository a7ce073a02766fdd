package io.tidegauge.loadtest.chaos.nemesis;

import java.time.Duration;

/**
 * How long it took after an attack.
 *
 * @param attack what was done
 * @param toFresh from the blow to a fresh, right window of every partition at a query node
 * @param toReady from the healing (the process is started, or goes on) until it does its work
 * @param work CPU time of a process that was started again, until then: what of {@code toReady}
 *     does not come from a machine that is busy with other things; zero for one that only went on
 */
public record Recovery(Attack attack, Duration toFresh, Duration toReady, Duration work) {

  @Override
  public String toString() {
    String after = work.isZero() ? "" : " with %.1f s of CPU".formatted(work.toMillis() / 1000.0);
    return "%s: fresh after %.1f s, ready %.1f s after it went on%s"
        .formatted(attack, toFresh.toMillis() / 1000.0, toReady.toMillis() / 1000.0, after);
  }
}
