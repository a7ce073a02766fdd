package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Member;
import java.time.Duration;

/**
 * One thing that is done to one process.
 *
 * @param kind what
 * @param target to whom
 * @param length how long it lasts; after a kill, until the process is started again
 */
public record Attack(AttackKind kind, Member target, Duration length) {

  @Override
  public String toString() {
    return "%s %s for %.1f s".formatted(kind.label(), target.name(), length.toMillis() / 1000.0);
  }
}
