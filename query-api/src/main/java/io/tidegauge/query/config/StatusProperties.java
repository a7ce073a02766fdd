package io.tidegauge.query.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The status of the pipeline, as each node gathers it in the background.
 *
 * @param interval between two rounds
 * @param timeout how long Kafka may take to answer a round's questions; after that it is away
 * @param freshness how old, in true time, the newest live entry may be before the pipeline is
 *     behind; more than the gateways' tick interval, as ticks are what moves it where nothing comes
 * @param lag how long records may wait for one of the processor's consumers before the pipeline is
 *     behind; more than the processor's commit interval, which is part of it
 * @param tenants of how many tenants a node counts the refusals of the last hour; those of more are
 *     left out
 * @param groups the consumer groups of the processor
 */
@ConfigurationProperties("tidegauge.query.status")
public record StatusProperties(
    @DefaultValue("2s") Duration interval,
    @DefaultValue("3s") Duration timeout,
    @DefaultValue("10s") Duration freshness,
    @DefaultValue("30s") Duration lag,
    @DefaultValue("1000") int tenants,
    @DefaultValue Groups groups) {

  /** Checks the values. */
  public StatusProperties {
    Check.between(
        "tidegauge.query.status.interval", interval, Duration.ofMillis(500), Duration.ofMinutes(1));
    Check.between(
        "tidegauge.query.status.timeout", timeout, Duration.ofMillis(200), Duration.ofMinutes(1));
    Check.between(
        "tidegauge.query.status.freshness", freshness, Duration.ofSeconds(1), Duration.ofHours(1));
    Check.between("tidegauge.query.status.lag", lag, Duration.ofSeconds(1), Duration.ofDays(1));
    Check.between("tidegauge.query.status.tenants", tenants, 1, 100_000);
  }

  /**
   * The consumer groups of the processor, of which the lag is shown; empty for one that does not
   * run.
   *
   * @param windows of the windows: tidegauge.processor.application-id
   * @param raw of the sink of raw samples: tidegauge.processor.sinks.raw.group
   * @param rollups of the sink of rollups: tidegauge.processor.sinks.rollups.group
   * @param revisions of the reviser: tidegauge.processor.reviser.group
   */
  public record Groups(
      @DefaultValue("tidegauge-processor") String windows,
      @DefaultValue("tidegauge-raw-sink") String raw,
      @DefaultValue("tidegauge-rollups-sink") String rollups,
      @DefaultValue("tidegauge-reviser") String revisions) {}
}
