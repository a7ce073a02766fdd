package io.tidegauge.ingest.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Elects one replica for each tenant and cluster: the first that sends, until it has sent nothing
 * for the failover time and another one does. Known to this gateway only. Thread-safe.
 */
final class HaTracker {

  /** What to do with a replica's series. */
  enum Verdict {
    /** It counts. */
    ELECTED,
    /** Another replica's counts instead. */
    NOT_ELECTED,
    /** As many clusters are known as may be. */
    NO_ROOM
  }

  private static final long SWEEP_MILLIS = 1000;

  private final ConcurrentHashMap<Cluster, Elected> clusters = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong lastSweep = new AtomicLong(Long.MIN_VALUE);
  private final long failover;
  private final int maxClusters;

  private record Cluster(String tenant, String name) {}

  private record Elected(String replica, long lastSeen) {}

  HaTracker(HaProperties properties) {
    this.failover = properties.failover().toMillis();
    this.maxClusters = properties.maxClusters();
  }

  /** How many clusters are known. */
  int clusters() {
    return clusters.size();
  }

  /** How often another replica was elected. */
  long changes() {
    return changes.get();
  }

  /**
   * Whether a replica's series count.
   *
   * @param now the gateway's time, ms since the epoch
   */
  Verdict verdict(String tenant, String cluster, String replica, long now) {
    Cluster key = new Cluster(tenant, cluster);
    if (!clusters.containsKey(key) && clusters.size() >= maxClusters && !sweep(now)) {
      return Verdict.NO_ROOM;
    }
    Elected elected =
        clusters.compute(
            key,
            (same, current) -> {
              if (current == null) {
                return new Elected(replica, now);
              }
              if (current.replica().equals(replica)) {
                return now > current.lastSeen() ? new Elected(replica, now) : current;
              }
              if (now - current.lastSeen() < failover) {
                return current;
              }
              changes.incrementAndGet();
              return new Elected(replica, now);
            });
    return elected.replica().equals(replica) ? Verdict.ELECTED : Verdict.NOT_ELECTED;
  }

  /** Forgets the clusters of which any replica would be elected; true where there is room then. */
  private boolean sweep(long now) {
    long last = lastSweep.get();
    if (last <= now - SWEEP_MILLIS && lastSweep.compareAndSet(last, now)) {
      clusters.values().removeIf(each -> now - each.lastSeen() >= failover);
    }
    return clusters.size() < maxClusters;
  }
}
