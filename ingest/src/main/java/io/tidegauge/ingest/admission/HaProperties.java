package io.tidegauge.ingest.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Replicas of one agent that send the same series, such as two Prometheus servers: one of them
 * counts.
 *
 * @param enabled whether series with both labels are told apart by them
 * @param clusterLabel names what the replicas are of; it stays on the series
 * @param replicaLabel names the replica; it is taken off the series
 * @param failover after how long without the elected replica another one is elected
 * @param maxClusters clusters that are remembered, of all tenants
 */
@ConfigurationProperties("tidegauge.ingest.ha")
public record HaProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("cluster") String clusterLabel,
    @DefaultValue("__replica__") String replicaLabel,
    @DefaultValue("30s") Duration failover,
    @DefaultValue("10000") int maxClusters) {

  /** Checks the values. */
  public HaProperties {
    check(!clusterLabel.isBlank(), "cluster-label", clusterLabel, "the name of a label");
    check(
        !replicaLabel.isBlank() && !replicaLabel.equals(clusterLabel),
        "replica-label",
        replicaLabel,
        "the name of another label");
    check(failover.toMillis() >= 1, "failover", failover, "a duration of 1ms or more");
    check(maxClusters >= 1, "max-clusters", maxClusters, "a number of 1 or more");
  }

  private static void check(boolean valid, String key, Object value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "tidegauge.ingest.ha." + key + " is " + value + ", set it to " + range);
    }
  }
}
