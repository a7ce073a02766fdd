package io.tidegauge.ingest.admission;

import io.tidegauge.contract.series.MetricKind;

/**
 * The type of a metric family, as Prometheus and OpenMetrics have it. The numbers are those of
 * {@code prometheus.MetricMetadata.MetricType} and {@code io.prometheus.write.v2.Metadata.
 * MetricType}, which agree.
 */
public enum FamilyType {
  /** Not told. */
  UNKNOWN,
  /** A monotonic sum. */
  COUNTER,
  /** A value that goes up and down. */
  GAUGE,
  /** Buckets, count and sum, all of them monotonic. */
  HISTOGRAM,
  /** Buckets, count and sum that may fall. */
  GAUGE_HISTOGRAM,
  /** Quantiles, which are gauges, with a monotonic count and sum. */
  SUMMARY,
  /** Labels with the value 1. */
  INFO,
  /** States with the value 0 or 1. */
  STATE_SET;

  private static final FamilyType[] ALL = values();

  /** The type of a number on the wire; an unknown number is {@link #UNKNOWN}. */
  public static FamilyType ofNumber(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
  }

  /** The kind of a series of this family, by the series' metric name. */
  public MetricKind kindOf(String metric) {
    return switch (this) {
      case COUNTER -> metric.endsWith("_created") ? MetricKind.GAUGE : MetricKind.COUNTER;
      case HISTOGRAM, SUMMARY, UNKNOWN -> KindRegistry.bySuffix(metric);
      case GAUGE, GAUGE_HISTOGRAM, INFO, STATE_SET -> MetricKind.GAUGE;
    };
  }
}
