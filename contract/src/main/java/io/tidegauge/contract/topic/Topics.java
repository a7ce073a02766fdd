package io.tidegauge.contract.topic;

/**
 * The names of the topics. All but rejects and alerts have the same number of partitions, and
 * partition alike.
 */
public final class Topics {

  /** Accepted samples; one Remote-Write 2.0 request a record. */
  public static final String SAMPLES = "tidegauge.samples";

  /** Rollups with their version. */
  public static final String ROLLUPS = "tidegauge.rollups";

  /** Closed windows computed again, for the task that owns the series. */
  public static final String REVISIONS = "tidegauge.revisions";

  /** Conflated live updates. */
  public static final String LIVE = "tidegauge.live";

  /** What was finally refused, by tenant. */
  public static final String REJECTS = "tidegauge.rejects";

  /** Alert transitions, by tenant. */
  public static final String ALERTS = "tidegauge.alerts";

  private Topics() {}

  /**
   * The partition of a series: the low 64 bits of its id, unsigned, modulo the number of
   * partitions.
   */
  public static int partition(long seriesIdLow, int partitions) {
    return (int) Long.remainderUnsigned(seriesIdLow, partitions);
  }
}
