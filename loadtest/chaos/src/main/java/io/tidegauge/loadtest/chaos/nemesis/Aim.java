package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whom attacks hit, and for how long.
 *
 * @param targets names of roles or processes; empty for all
 * @param length of every attack; the kind's own unless given
 */
public record Aim(List<String> targets, Optional<Duration> length) {

  /** Checks the values. */
  public Aim {
    targets = List.copyOf(targets);
    for (String target : targets) {
      if (Arrays.stream(Role.values()).noneMatch(role -> names(role, target))) {
        throw new IllegalArgumentException(
            "--targets has '%s'; the roles are %s, a process is named kafka-2"
                .formatted(
                    target,
                    String.join(", ", Arrays.stream(Role.values()).map(Role::label).toList())));
      }
    }
    if (length.filter(given -> !given.isPositive()).isPresent()) {
      throw new IllegalArgumentException("--length must be more than 0");
    }
  }

  private static boolean names(Role role, String target) {
    return target.equals(role.label())
        || target.matches(role.label() + "-[1-" + role.processes() + "]");
  }

  /** Whether a process may be hit. */
  boolean at(Member member) {
    return targets.isEmpty()
        || targets.contains(member.name())
        || targets.contains(member.role().label());
  }
}
