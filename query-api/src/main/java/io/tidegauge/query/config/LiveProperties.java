package io.tidegauge.query.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Live state and its subscribers.
 *
 * @param series how many series a node keeps in memory, of all tenants; more are counted and left
 *     out
 * @param windows how many windows of one series are kept while history has not stored them; the
 *     oldest go first
 * @param ended how many ended series are remembered for subscribers who come back
 * @param snapshot how many series a snapshot may have
 * @param subscribers how many subscriptions a node serves
 * @param perConnection how many subscriptions one WebSocket may have
 * @param pending how many changed series of one subscriber are remembered one by one; above that
 *     the state is compared instead
 * @param maxRate updates per second and subscriber where the subscriber says nothing
 * @param heartbeat after how long without an update a comment is sent
 * @param deflate whether WebSockets are compressed where the client offers it (permessage-deflate);
 *     each that is takes about 300 KiB beside the heap
 */
@ConfigurationProperties("tidegauge.query.live")
public record LiveProperties(
    @DefaultValue("1000000") int series,
    @DefaultValue("64") int windows,
    @DefaultValue("10000") int ended,
    @DefaultValue("10000") int snapshot,
    @DefaultValue("12000") int subscribers,
    @DefaultValue("16") int perConnection,
    @DefaultValue("2000") int pending,
    @DefaultValue("4") int maxRate,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("true") boolean deflate) {

  /** Checks the values. */
  public LiveProperties {
    Check.between("tidegauge.query.live.series", series, 1, 100_000_000);
    Check.between("tidegauge.query.live.windows", windows, 8, 10_000);
    Check.between("tidegauge.query.live.ended", ended, 0, 10_000_000);
    Check.between("tidegauge.query.live.snapshot", snapshot, 1, 1_000_000);
    Check.between("tidegauge.query.live.subscribers", subscribers, 1, 1_000_000);
    Check.between("tidegauge.query.live.per-connection", perConnection, 1, 1_000);
    Check.between("tidegauge.query.live.pending", pending, 1, 1_000_000);
    Check.between("tidegauge.query.live.max-rate", maxRate, 1, 10);
    Check.between(
        "tidegauge.query.live.heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofMinutes(5));
  }
}
