package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;

/**
 * Tells which series of one request count where replicas send the same ones. A request's series
 * mostly have the same cluster and replica, so the tracker is asked once for each pair in a row.
 * Not thread-safe.
 */
final class RequestReplicas {

  private final HaTracker tracker;
  private final String tenant;
  private final long now;
  private final RequestSymbols symbols;
  private final int maxLength;
  private final int clusterLabel;
  private final int replicaLabel;
  private int cluster = -1;
  private int replica = -1;
  private HaTracker.Verdict verdict = HaTracker.Verdict.ELECTED;

  RequestReplicas(
      HaTracker tracker,
      HaProperties properties,
      String tenant,
      long now,
      RequestSymbols symbols,
      int maxLength) {
    this.tracker = tracker;
    this.tenant = tenant;
    this.now = now;
    this.symbols = symbols;
    this.maxLength = maxLength;
    this.clusterLabel = symbols.intern(properties.clusterLabel());
    this.replicaLabel = symbols.intern(properties.replicaLabel());
  }

  /** Whether the series is another replica's to count; takes the replica's label off any other. */
  boolean isDuplicate(SeriesHead head) {
    int ownCluster = head.valueOf(clusterLabel);
    int ownReplica = head.valueOf(replicaLabel);
    if (ownCluster == 0 || ownReplica == 0 || isTooLong(ownCluster) || isTooLong(ownReplica)) {
      return false;
    }
    if (ownCluster != cluster || ownReplica != replica) {
      cluster = ownCluster;
      replica = ownReplica;
      verdict = tracker.verdict(tenant, symbols.text(cluster), symbols.text(replica), now);
    }
    switch (verdict) {
      case ELECTED -> head.drop(replicaLabel);
      case NO_ROOM ->
          head.refuse(
              RejectReason.TOO_MANY_CLUSTERS,
              "as many clusters with replicas are known as may be; send fewer, or raise"
                  + " tidegauge.ingest.ha.max-clusters");
      case NOT_ELECTED -> {
        return true;
      }
    }
    return false;
  }

  /** The head's own check refuses it. */
  private boolean isTooLong(int symbol) {
    return symbols.length(symbol) > maxLength;
  }
}
