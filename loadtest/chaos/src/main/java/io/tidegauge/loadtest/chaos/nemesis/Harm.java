package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.cluster.Disks;
import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Network;
import io.tidegauge.loadtest.chaos.cluster.Role;

/** What an attack does until it is ended. */
@FunctionalInterface
interface Harm {

  /** Heals. */
  void end() throws InterruptedException;

  /** Begins an attack. */
  static Harm begin(Attack attack, Cluster cluster) throws InterruptedException {
    return switch (attack.kind()) {
      case KILL, DOWN -> {
        attack.target().process().kill(attack.length());
        yield () -> {}; // it is started again by itself when the time is over
      }
      case OUTAGE -> {
        for (Member node : cluster.members(Role.KAFKA)) {
          node.process().kill(attack.length());
        }
        yield () -> {};
      }
      case ROLL -> Roll.begin(attack.hit(cluster));
      case STOP -> attack.target().process().handle().<Harm>map(Freeze::of).orElse(() -> {});
      case SLOW -> Slowdown.begin(attack.target().process());
      case CUT -> network(attack, cluster, "drop", "drop");
      case DEAF -> network(attack, cluster, "drop", "");
      case MUTE -> network(attack, cluster, "", "drop");
      case LOSS -> {
        String lose = "numgen random mod 100 < 5 drop";
        yield network(attack, cluster, lose, lose);
      }
      case RESET -> {
        String reset = "meta l4proto tcp reject with tcp reset";
        yield network(attack, cluster, reset, reset);
      }
      case FULL -> {
        String member = attack.target().name();
        Disks disks = cluster.disks().orElseThrow();
        disks.fill(member);
        yield () -> disks.free(member);
      }
    };
  }

  private static Harm network(Attack attack, Cluster cluster, String receives, String sends) {
    String member = attack.target().name();
    Network network = cluster.network().orElseThrow();
    network.hurt(member, receives, sends);
    return () -> network.heal(member);
  }
}
