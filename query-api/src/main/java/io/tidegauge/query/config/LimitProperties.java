package io.tidegauge.query.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of one answer.
 *
 * @param points how many windows a rollups answer may have, before series are merged
 * @param series how many series a rollups or series answer may have
 * @param metrics how many metrics a metrics answer may have
 * @param servers how many servers a servers answer may have
 * @param matchers how many match parameters a query may have
 * @param stall how long the reader of a rollups answer may take nothing before the answer is cut
 */
@ConfigurationProperties("tidegauge.query.limits")
public record LimitProperties(
    @DefaultValue("500000") int points,
    @DefaultValue("10000") int series,
    @DefaultValue("20000") int metrics,
    @DefaultValue("10000") int servers,
    @DefaultValue("20") int matchers,
    @DefaultValue("30s") Duration stall) {

  /** Checks the values. */
  public LimitProperties {
    Check.between("tidegauge.query.limits.points", points, 1, 100_000_000);
    Check.between("tidegauge.query.limits.series", series, 1, 10_000_000);
    Check.between("tidegauge.query.limits.metrics", metrics, 1, 10_000_000);
    Check.between("tidegauge.query.limits.servers", servers, 1, 10_000_000);
    Check.between("tidegauge.query.limits.matchers", matchers, 1, 1_000);
    Check.between(
        "tidegauge.query.limits.stall", stall, Duration.ofMillis(100), Duration.ofHours(1));
  }
}
