package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Member;
import java.time.Duration;
import java.util.List;

/**
 * One thing that is done.
 *
 * @param kind what
 * @param target to whom
 * @param length how long it lasts; after a kill, until the process is started again
 */
public record Attack(AttackKind kind, Member target, Duration length) {

  /** The processes that are hit: the target, or all of its role. */
  List<Member> hit(Cluster cluster) {
    return kind.hitsAll() ? cluster.members(target.role()) : List.of(target);
  }

  @Override
  public String toString() {
    String whom = kind.hitsAll() ? target.role().label() : target.name();
    return "%s %s for %.1f s".formatted(kind.label(), whom, length.toMillis() / 1000.0);
  }
}
