package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.series.MetricKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what a translation gives. */
final class CollectingSink implements PointSink {

  /** A sample; the value by its bits, so that kinds of NaN differ. */
  record Sample(
      Map<String, String> labels, MetricKind kind, String unit, long timestamp, long bits) {

    Sample(Map<String, String> labels, MetricKind kind, String unit, long timestamp, double value) {
      this(labels, kind, unit, timestamp, Double.doubleToRawLongBits(value));
    }

    String name() {
      return labels.getOrDefault("__name__", "");
    }

    double value() {
      return Double.longBitsToDouble(bits);
    }
  }

  /** A data point that was refused. */
  record Refused(RejectReason reason, Map<String, String> labels, long timestamp) {}

  private final List<Sample> samples = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  List<Sample> samples() {
    return samples;
  }

  List<Refused> refused() {
    return refused;
  }

  List<String> messages() {
    return messages;
  }

  /** The samples but those of {@code target_info}. */
  List<Sample> points() {
    return samples.stream().filter(sample -> !sample.name().equals("target_info")).toList();
  }

  @Override
  public void begin(byte[] buffer, int offset, int length) {}

  @Override
  public boolean sample(
      LabelBuffer labels, MetricKind kind, String unit, long timestamp, double value) {
    samples.add(new Sample(read(labels), kind, unit, timestamp, value));
    return true;
  }

  @Override
  public void refused(
      RejectReason reason, LabelBuffer labels, long timestamp, double value, String message) {
    refused.add(new Refused(reason, read(labels), timestamp));
    messages.add(message);
  }

  @Override
  public boolean closed() {
    return false;
  }

  /** Checks on the way that names come sorted, each once. */
  private static Map<String, String> read(LabelBuffer labels) {
    Map<String, String> map = new TreeMap<>();
    String last = "";
    for (int i = 0; i < labels.count(); i++) {
      String name = text(labels, labels.nameStart(i), labels.nameEnd(i));
      if (i > 0 && name.compareTo(last) <= 0) {
        throw new AssertionError("label " + name + " after " + last);
      }
      last = name;
      if (labels.valueEnd(i) > labels.valueStart(i)) {
        map.put(name, text(labels, labels.valueStart(i), labels.valueEnd(i)));
      }
    }
    return map;
  }

  private static String text(LabelBuffer labels, int start, int end) {
    return new String(labels.array(), start, end - start, StandardCharsets.UTF_8);
  }
}
