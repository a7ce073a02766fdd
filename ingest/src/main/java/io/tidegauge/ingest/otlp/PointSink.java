package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;

/** Takes what data points are translated to. Not thread-safe. */
interface PointSink {

  /** Takes nothing. */
  PointSink NOWHERE =
      new PointSink() {
        @Override
        public void begin(byte[] buffer, int offset, int length) {}

        @Override
        public boolean sample(
            LabelBuffer labels, MetricKind kind, String unit, long timestamp, double value) {
          return false;
        }

        @Override
        public void refused(
            RejectReason reason,
            LabelBuffer labels,
            long timestamp,
            double value,
            String message) {}

        @Override
        public boolean closed() {
          return true;
        }
      };

  /** A data point follows, which is these bytes; they stay as they are until the next. */
  void begin(byte[] buffer, int offset, int length);

  /**
   * One sample of one series of the data point.
   *
   * @param labels resolved; read during the call only; those with an empty value do not exist
   * @param unit the word for the unit; empty for none
   * @param timestamp ms since the epoch
   * @return whether it was taken
   */
  boolean sample(LabelBuffer labels, MetricKind kind, String unit, long timestamp, double value);

  /**
   * The data point is refused before it became samples.
   *
   * @param labels its labels, with the name of the metric's family
   * @param timestamp ms since the epoch; 0 where there is none
   * @param message what to change, for the sender
   */
  void refused(
      RejectReason reason, LabelBuffer labels, long timestamp, double value, String message);

  /** Whether nothing more is taken, so that reading can stop. */
  boolean closed();
}
