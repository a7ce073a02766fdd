package io.tidegauge.contract.series;

/**
 * The series that takes in the samples of a metric for which a tenant has no room: one a metric,
 * tenant and partition, of the kind {@link MetricKind#OBSERVATION}.
 */
public final class OverflowSeries {

  /** The label that marks it; and the metric of the one that is left when there are too many. */
  public static final String LABEL = "tidegauge_overflow";

  private static final String PARTITION_LABEL = "tidegauge_partition";

  private OverflowSeries() {}

  /**
   * Its labels. The partition is part of them: each has its own, and they must not be taken for
   * one.
   */
  public static Labels labels(String metric, int partition) {
    return Labels.of(metric, LABEL, "true", PARTITION_LABEL, Integer.toString(partition));
  }

  /** Whether labels are those of an overflow series of a partition. */
  public static boolean is(Labels labels, int partition) {
    return labels.get(LABEL) != null && labels.equals(labels(labels.metric(), partition));
  }
}
