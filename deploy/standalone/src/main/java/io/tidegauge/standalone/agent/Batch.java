package io.tidegauge.standalone.agent;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.xerial.snappy.Snappy;

/** Collects the readings of one moment into one Remote-Write 2.0 message. Not thread-safe. */
final class Batch implements Readings {
  private final SamplesRecordWriter writer = new SamplesRecordWriter();
  private final Set<Labels> seen = new HashSet<>();
  private final Map<String, String> common;
  private final long timestamp;

  /**
   * A new batch.
   *
   * @param common labels of every series
   * @param timestamp of every sample, ms since the epoch
   */
  Batch(Map<String, String> common, long timestamp) {
    this.common = common;
    this.timestamp = timestamp;
  }

  @Override
  public void add(String metric, MetricKind kind, Map<String, String> own, double value) {
    Map<String, String> all = new HashMap<>(common);
    all.putAll(own);
    all.put(Labels.NAME, metric);
    Labels labels = Labels.of(all);
    // Two samples of one series and time would be a conflict; a device may be listed twice.
    if (Double.isNaN(value) || !seen.add(labels)) {
      return;
    }
    writer.beginSeries();
    for (int i = 0; i < labels.size(); i++) {
      writer.label(symbol(labels.name(i)), symbol(labels.value(i)));
    }
    writer.metadata(kind.metadataType(), 0, 0);
    writer.sample(timestamp, value);
    writer.endSeries();
  }

  private int symbol(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return writer.symbol(bytes, 0, bytes.length);
  }

  /** How many samples there are. */
  int size() {
    return writer.sampleCount();
  }

  /** The message, compressed with snappy's block format as the protocol wants it. */
  byte[] compressed() throws IOException {
    return Snappy.compress(writer.toByteArray());
  }
}
