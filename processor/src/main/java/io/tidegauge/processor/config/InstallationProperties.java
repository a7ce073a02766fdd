package io.tidegauge.processor.config;

import io.tidegauge.contract.time.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What all services of an installation must agree on.
 *
 * @param kafka where Kafka is
 * @param partitions number of partitions of the samples topic, fixed for the life of a topic epoch
 * @param topicEpoch epoch of the samples topic: part of every version, raised when the topic is
 *     made anew
 * @param grace how long after its end a window stays open
 * @param rawRetention how long raw samples are kept; the samples topic keeps them two days longer
 * @param clock the installation's clock
 */
@ConfigurationProperties("tidegauge")
public record InstallationProperties(
    @DefaultValue Kafka kafka,
    @DefaultValue("4") int partitions,
    @DefaultValue("1") int topicEpoch,
    @DefaultValue("5m") Duration grace,
    @DefaultValue("7d") Duration rawRetention,
    @DefaultValue Clock clock) {

  /** Checks the values. */
  public InstallationProperties {
    if (partitions < 1 || partitions > 10_000) {
      throw new IllegalArgumentException(
          "tidegauge.partitions is " + partitions + ", set it to a number from 1 to 10000");
    }
    if (topicEpoch < 1) {
      throw new IllegalArgumentException(
          "tidegauge.topic-epoch is " + topicEpoch + ", set it to 1 or more");
    }
    if (grace.isNegative() || grace.compareTo(Duration.ofHours(6)) > 0) {
      throw new IllegalArgumentException(
          "tidegauge.grace is " + grace + ", set it to a duration from 0 to 6h");
    }
    if (rawRetention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "tidegauge.raw-retention is " + rawRetention + ", set it to one day or more");
    }
  }

  /**
   * Where Kafka is.
   *
   * @param bootstrapServers host:port, comma separated
   * @param replicationFactor of the topics that are created where absent
   */
  public record Kafka(
      @DefaultValue("localhost:9092") String bootstrapServers,
      @DefaultValue("1") short replicationFactor) {

    /** Checks the values. */
    public Kafka {
      if (bootstrapServers.isBlank()) {
        throw new IllegalArgumentException(
            "tidegauge.kafka.bootstrap-servers is empty, set it to host:port of a broker");
      }
      if (replicationFactor < 1) {
        throw new IllegalArgumentException(
            "tidegauge.kafka.replication-factor is "
                + replicationFactor
                + ", set it to 1 on a single machine and to 3 elsewhere");
      }
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
