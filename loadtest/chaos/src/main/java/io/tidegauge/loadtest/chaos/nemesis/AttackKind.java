package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Role;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/** What can be done to a process. */
public enum AttackKind {
  /** SIGKILL; started again after a pause. */
  KILL(Duration.ZERO, Duration.ofSeconds(10)),
  /** SIGSTOP, later SIGCONT: a zombie that does not know that it was away. */
  STOP(Duration.ofSeconds(1), Duration.ofSeconds(60)),
  /** An engine of which there is only one is away for long. */
  DOWN(Duration.ofSeconds(30), Duration.ofSeconds(60)),
  /** All Kafka nodes at once are away for long. */
  OUTAGE(Duration.ofSeconds(30), Duration.ofSeconds(60)),
  /** ClickHouse gets a fifth of the time only. */
  SLOW(Duration.ofSeconds(20), Duration.ofSeconds(60)),
  /** No packet comes in or goes out. */
  CUT(Duration.ofSeconds(1), Duration.ofSeconds(60)),
  /** No packet comes in, those that go out arrive. */
  DEAF(Duration.ofSeconds(1), Duration.ofSeconds(60)),
  /** No packet goes out, those that come in arrive. */
  MUTE(Duration.ofSeconds(1), Duration.ofSeconds(60)),
  /** One of twenty packets is lost, both ways. */
  LOSS(Duration.ofSeconds(5), Duration.ofSeconds(60)),
  /** Every connection is reset. */
  RESET(Duration.ofMillis(500), Duration.ofSeconds(3)),
  /** The disk is full. */
  FULL(Duration.ofSeconds(5), Duration.ofSeconds(45)),
  /** SIGTERM to one process of a service after the other, as an upgrade does. */
  ROLL(Duration.ofSeconds(10), Duration.ofSeconds(10));

  private final Duration shortest;
  private final Duration longest;

  AttackKind(Duration shortest, Duration longest) {
    this.shortest = shortest;
    this.longest = longest;
  }

  /** The word for it on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the processes need networks of their own. */
  public boolean needsNetwork() {
    return switch (this) {
      case CUT, DEAF, MUTE, LOSS, RESET -> true;
      case KILL, STOP, DOWN, OUTAGE, SLOW, FULL, ROLL -> false;
    };
  }

  /** Whether some processes need disks of their own. */
  public boolean needsDisks() {
    return this == FULL;
  }

  /** Whether it can be done to a process. */
  boolean canHurt(Member member, Cluster cluster) {
    return switch (this) {
      case KILL, STOP -> true;
      case DOWN -> member.role().isSingle();
      case OUTAGE -> member.role() == Role.KAFKA;
      case ROLL -> member.role().isService();
      case SLOW -> member.role() == Role.CLICKHOUSE;
      case CUT, DEAF, MUTE, LOSS, RESET ->
          cluster.network().filter(network -> network.has(member.name())).isPresent();
      case FULL -> cluster.disks().filter(disks -> disks.has(member.name())).isPresent();
    };
  }

  /** Whether the process is another one afterwards. */
  boolean startsAgain() {
    return this == KILL || this == ROLL || takesStoreAway();
  }

  /** Whether all processes of a role are hit. */
  boolean hitsAll() {
    return this == OUTAGE || this == ROLL;
  }

  /** Whether a store is away for long, of which there is no other. */
  boolean takesStoreAway() {
    return this == DOWN || this == OUTAGE;
  }

  /** How long it lasts this time, no longer than {@code limit} where that is possible. */
  Duration length(SplittableRandom random, Duration limit) {
    long most = Math.min(longest.toMillis(), Math.max(shortest.toMillis(), limit.toMillis()));
    return Duration.ofMillis(random.nextLong(shortest.toMillis(), most + 1));
  }
}
