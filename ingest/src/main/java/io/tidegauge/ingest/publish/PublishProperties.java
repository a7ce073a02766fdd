package io.tidegauge.ingest.publish;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How samples are gathered and published.
 *
 * @param linger how long a record gathers samples at the most
 * @param recordSize from which size a record is sent at once
 * @param inFlight gathered or sent and unconfirmed; above it requests are refused as overloaded
 * @param deliveryTimeout how long Kafka may take to confirm before a request fails as unavailable
 * @param compression codec of the producer's batches: zstd, lz4, snappy, gzip or none
 * @param tickInterval how often idle partitions are told the time, by the installation's clock
 * @param maxTenants how many tenants may be active at the same time
 */
@ConfigurationProperties("tidegauge.ingest.publish")
public record PublishProperties(
    @DefaultValue("5ms") Duration linger,
    @DefaultValue("64KB") DataSize recordSize,
    @DefaultValue("64MB") DataSize inFlight,
    @DefaultValue("900ms") Duration deliveryTimeout,
    @DefaultValue("lz4") String compression,
    @DefaultValue("5s") Duration tickInterval,
    @DefaultValue("10000") int maxTenants) {

  /** Checks the values. */
  public PublishProperties {
    check(!linger.isNegative() && linger.toSeconds() < 1, "linger", linger, "from 0 to 999ms");
    check(
        recordSize.toBytes() >= 1024 && recordSize.toBytes() <= 512 * 1024,
        "record-size",
        recordSize,
        "from 1KB to 512KB");
    check(inFlight.toMegabytes() >= 1, "in-flight", inFlight, "of 1MB or more");
    check(
        deliveryTimeout.toMillis() >= 100 && deliveryTimeout.toMinutes() < 5,
        "delivery-timeout",
        deliveryTimeout,
        "from 100ms to 5m");
    check(tickInterval.toMillis() >= 200, "tick-interval", tickInterval, "of 200ms or more");
    check(maxTenants >= 1, "max-tenants", maxTenants, "of 1 or more");
  }

  private static void check(boolean valid, String key, Object value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "tidegauge.ingest.publish." + key + " is " + value + ", set it to a value " + range);
    }
  }
}
