package io.tidegauge.contract.series;

/** How the values of a series are to be read. Resolved once, at the gateway. */
public enum MetricKind {
  /** A value that goes up and down. */
  GAUGE(2),
  /**
   * A monotonic sum; a fall is a reset. Buckets, counts and sums of histograms and summaries too.
   */
  COUNTER(1),
  /**
   * Each value is one event, such as a response time. Told by the record's kind header, not by the
   * metadata.
   */
  OBSERVATION(2);

  private final int metadataType;

  MetricKind(int metadataType) {
    this.metadataType = metadataType;
  }

  /** The {@code Metadata.MetricType} of Remote-Write 2.0 that carries this kind in a record. */
  public int metadataType() {
    return metadataType;
  }

  /** The kind that a {@code Metadata.MetricType} of a samples record means. */
  public static MetricKind ofMetadataType(int type) {
    return type == 1 ? COUNTER : GAUGE;
  }
}
