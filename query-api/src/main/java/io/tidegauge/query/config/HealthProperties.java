package io.tidegauge.query.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The health of servers.
 *
 * @param every how often all servers are looked at; the same on all nodes
 * @param budget how long one look may take; what is left is looked at in the next
 * @param lease how long a node leads after it last said so; only the one that leads records events
 * @param events how long events are kept
 * @param states how long the state of a server that is gone is kept; the server itself stays
 * @param rules how many rules a tenant may have
 */
@ConfigurationProperties("tidegauge.query.health")
public record HealthProperties(
    @DefaultValue("5s") Duration every,
    @DefaultValue("1s") Duration budget,
    @DefaultValue("15s") Duration lease,
    @DefaultValue("30d") Duration events,
    @DefaultValue("90d") Duration states,
    @DefaultValue("100") int rules) {

  /** Checks the values. */
  public HealthProperties {
    Check.between(
        "tidegauge.query.health.every", every, Duration.ofMillis(100), Duration.ofMinutes(1));
    Check.between(
        "tidegauge.query.health.budget", budget, Duration.ofMillis(10), Duration.ofMinutes(1));
    Check.between(
        "tidegauge.query.health.lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(10));
    Check.between(
        "tidegauge.query.health.events", events, Duration.ofHours(1), Duration.ofDays(3_650));
    // Live state has forgotten a server by then: a state that it still has would come back.
    Check.between(
        "tidegauge.query.health.states", states, Duration.ofDays(2), Duration.ofDays(3_650));
    Check.between("tidegauge.query.health.rules", rules, 1, 10_000);
  }
}
