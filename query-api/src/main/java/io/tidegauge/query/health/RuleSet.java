package io.tidegauge.query.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules of a tenant. Immutable. */
final class RuleSet {

  /**
   * What a tenant has who has changed nothing. There is none for the load average: how much is too
   * much depends on the number of CPUs.
   */
  static final RuleSet DEFAULTS =
      new RuleSet(
          List.of(
              share("cpu", "CPU busy", Rule.Signal.CPU, 0.9, 0.97, 60),
              share("memory", "Memory in use", Rule.Signal.MEMORY, 0.9, 0.97, 60),
              share("disk", "Fullest file system", Rule.Signal.DISK, 0.85, 0.95, 60)));

  private final List<Rule> all;
  private final Map<String, Rule> enabled;
  private final Map<String, List<Rule>> byMetric = new HashMap<>();

  RuleSet(List<Rule> all) {
    this.all = List.copyOf(all);
    this.enabled =
        all.stream().filter(Rule::enabled).collect(Collectors.toMap(Rule::id, rule -> rule));
    for (Rule rule : enabled.values()) {
      if (rule.signal() == Rule.Signal.METRIC) {
        byMetric.computeIfAbsent(rule.metric(), metric -> new ArrayList<>()).add(rule);
      }
    }
  }

  private static Rule share(
      String id, String name, Rule.Signal signal, double warning, double critical, int seconds) {
    return new Rule(
        id, name, signal, "", List.of(), Rule.Compare.ABOVE, warning, critical, seconds, true);
  }

  /** All, in order. */
  List<Rule> all() {
    return all;
  }

  /** Those that are looked at, by id. */
  Map<String, Rule> enabled() {
    return enabled;
  }

  /** Those of a metric. */
  List<Rule> ofMetric(String metric) {
    return byMetric.getOrDefault(metric, List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleSet set && all.equals(set.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }
}
