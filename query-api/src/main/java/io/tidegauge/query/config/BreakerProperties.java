package io.tidegauge.query.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The circuit breakers around ClickHouse, Redis and PostgreSQL, each with a state of its own.
 *
 * @param window how many of the last calls count
 * @param minimum after how many calls they count at all
 * @param failureRate percentage of them that failed at which the breaker opens
 * @param open how long nothing is asked of the store then
 * @param trials how many calls are let through after that, to see whether it is back
 * @param probe how often each store is asked, so that a breaker is right where nobody else asks
 */
@ConfigurationProperties("tidegauge.query.breaker")
public record BreakerProperties(
    @DefaultValue("6") int window,
    @DefaultValue("3") int minimum,
    @DefaultValue("50") float failureRate,
    @DefaultValue("2s") Duration open,
    @DefaultValue("2") int trials,
    @DefaultValue("2s") Duration probe) {

  /** Checks the values. */
  public BreakerProperties {
    Check.between("tidegauge.query.breaker.window", window, 1, 10_000);
    Check.between("tidegauge.query.breaker.minimum", minimum, 1, window);
    if (!(failureRate > 0 && failureRate <= 100)) {
      throw new IllegalArgumentException(
          "tidegauge.query.breaker.failure-rate is "
              + failureRate
              + ", set it to a percentage above 0 and up to 100");
    }
    Check.between(
        "tidegauge.query.breaker.open", open, Duration.ofMillis(100), Duration.ofMinutes(5));
    Check.between("tidegauge.query.breaker.trials", trials, 1, 1_000);
    Check.between(
        "tidegauge.query.breaker.probe", probe, Duration.ofMillis(100), Duration.ofMinutes(5));
  }
}
