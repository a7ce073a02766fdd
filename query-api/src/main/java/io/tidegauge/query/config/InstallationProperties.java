package io.tidegauge.query.config;

import io.tidegauge.contract.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What all services of an installation must agree on.
 *
 * @param kafka where Kafka is
 * @param grace how long after its end a window stays open
 * @param clock the installation's clock
 */
@ConfigurationProperties("tidegauge")
public record InstallationProperties(
    @DefaultValue Kafka kafka, @DefaultValue("5m") Duration grace, @DefaultValue Clock clock) {

  /** Checks the values. */
  public InstallationProperties {
    Check.between("tidegauge.grace", grace, Duration.ZERO, Duration.ofHours(6));
  }

  /**
   * Where Kafka is.
   *
   * @param bootstrapServers host:port, comma separated
   */
  public record Kafka(@DefaultValue("localhost:9092") String bootstrapServers) {

    /** Checks the values. */
    public Kafka {
      Check.notBlank(
          "tidegauge.kafka.bootstrap-servers", bootstrapServers, "host:port of a broker");
    }
  }

  /**
   * The installation's clock; the defaults show the true time.
   *
   * @param offset added to the true time
   * @param speed how many times faster than the true time it runs
   * @param anchor when it showed the true time plus the offset; the same for all services
   */
  public record Clock(
      @DefaultValue("0s") Duration offset,
      @DefaultValue("1") double speed,
      @DefaultValue("1970-01-01T00:00:00Z") Instant anchor) {

    /** The clock. */
    public ServiceClock toServiceClock() {
      return ServiceClock.of(offset, speed, anchor);
    }
  }
}
