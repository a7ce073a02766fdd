package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.ingest.admission.RequestSamples;

/**
 * Hands translated data points to the samples of a request. A label's name and value are made
 * symbols once, however many series they are on. Not thread-safe.
 */
final class AdmittedPoints implements PointSink {

  private final RequestSamples samples;
  private byte[] original = {};
  private int originalOffset;
  private int originalLength;
  private String unit = "";
  private int unitSymbol;

  AdmittedPoints(RequestSamples samples) {
    this.samples = samples;
  }

  @Override
  public void begin(byte[] buffer, int offset, int length) {
    original = buffer;
    originalOffset = offset;
    originalLength = length;
  }

  @Override
  public boolean sample(
      LabelBuffer labels, MetricKind kind, String newUnit, long timestamp, double value) {
    series(labels);
    samples.kind(kind);
    if (!newUnit.equals(unit)) {
      unit = newUnit;
      unitSymbol = samples.symbol(newUnit);
    }
    samples.unit(unitSymbol);
    boolean admitted = samples.sample(timestamp, value);
    return samples.endSeries() > 0 && admitted;
  }

  @Override
  public void refused(
      RejectReason reason, LabelBuffer labels, long timestamp, double value, String message) {
    series(labels);
    samples.refuse(reason, message, timestamp, value);
    samples.endSeries();
  }

  @Override
  public boolean closed() {
    return samples.failed();
  }

  private void series(LabelBuffer labels) {
    samples.beginSeries();
    samples.original(original, originalOffset, originalLength);
    byte[] bytes = labels.array();
    for (int i = 0; i < labels.count(); i++) {
      int name = labels.nameSymbol(i);
      int value = labels.valueSymbol(i);
      if (name == LabelBuffer.UNKNOWN_SYMBOL || value == LabelBuffer.UNKNOWN_SYMBOL) {
        name = symbol(bytes, labels.nameStart(i), labels.nameEnd(i));
        value = symbol(bytes, labels.valueStart(i), labels.valueEnd(i));
        labels.symbols(i, name, value);
      }
      samples.label(name, value);
    }
  }

  private int symbol(byte[] bytes, int start, int end) {
    return samples.symbol(bytes, start, end - start);
  }
}
