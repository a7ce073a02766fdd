package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Member;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** What can be done to a process. */
public enum AttackKind {
  /** SIGKILL; started again after a pause. */
  KILL(Duration.ZERO, Duration.ofSeconds(10), member -> true),
  /** SIGSTOP, later SIGCONT: a zombie that does not know that it was away. */
  STOP(Duration.ofSeconds(1), Duration.ofSeconds(60), member -> true),
  /** An engine of which there is only one is away for long. */
  DOWN(Duration.ofSeconds(30), Duration.ofSeconds(60), member -> member.role().isSingle());

  private final Duration shortest;
  private final Duration longest;
  private final Predicate<Member> targets;

  AttackKind(Duration shortest, Duration longest, Predicate<Member> targets) {
    this.shortest = shortest;
    this.longest = longest;
    this.targets = targets;
  }

  /** The word for it on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it can be done to a process. */
  boolean canHurt(Member member) {
    return targets.test(member);
  }

  /** How long it lasts this time, no longer than {@code limit}. */
  Duration length(SplittableRandom random, Duration limit) {
    long most = Math.min(longest.toMillis(), Math.max(shortest.toMillis(), limit.toMillis()));
    return Duration.ofMillis(random.nextLong(shortest.toMillis(), most + 1));
  }
}
