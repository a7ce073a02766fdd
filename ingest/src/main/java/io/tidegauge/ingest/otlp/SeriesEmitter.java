package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.series.MetricKind;

/**
 * Gives the series of one data point to the sink: the same labels each time, with a name and
 * perhaps {@code le} or {@code quantile} of their own. Not thread-safe.
 */
final class SeriesEmitter {

  /** Prometheus' stale marker: the series ends here. */
  static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private final LabelBuffer labels;
  private final NumberTexts texts = new NumberTexts();
  private PointSink sink = PointSink.NOWHERE;
  private int nameSlot;
  private int extraSlot;
  private String unit = "";
  private long timestamp;
  private boolean stale;
  private boolean refused;

  SeriesEmitter(LabelBuffer labels) {
    this.labels = labels;
  }

  void sink(PointSink newSink) {
    sink = newSink;
  }

  /** Starts a metric. */
  void metric(int newNameSlot, String newUnit) {
    nameSlot = newNameSlot;
    unit = newUnit;
  }

  /** Starts a data point whose labels are all there; {@code slot} is of the extra label or -1. */
  void point(long newTimestamp, boolean isStale, int slot) {
    timestamp = newTimestamp;
    stale = isStale;
    extraSlot = slot;
    refused = false;
    labels.resolve();
  }

  /** A series without the extra label. */
  void emit(NameRange name, MetricKind kind, double value) {
    if (extraSlot >= 0) {
      labels.setValue(extraSlot, 0, 0);
    }
    send(name, kind, value);
  }

  /** A series with the extra label. */
  void emit(NameRange name, MetricKind kind, double extra, double value) {
    byte[] text = texts.of(extra);
    int start = labels.arena().size();
    labels.arena().append(text, 0, text.length);
    labels.setValue(extraSlot, start, labels.arena().size());
    send(name, kind, value);
    labels.arena().truncate(start);
  }

  /** Whether all series of the data point were taken. */
  boolean accepted() {
    return !refused;
  }

  private void send(NameRange name, MetricKind kind, double value) {
    labels.setValue(nameSlot, name.start(), name.end());
    if (!sink.sample(labels, kind, unit, timestamp, stale ? STALE : value)) {
      refused = true;
    }
  }
}
