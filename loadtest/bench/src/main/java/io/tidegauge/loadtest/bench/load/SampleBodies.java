package io.tidegauge.loadtest.bench.load;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.loadtest.body.BodyTemplate;
import io.tidegauge.loadtest.body.SeriesLabels;
import io.tidegauge.loadtest.body.SeriesSpec;
import io.tidegauge.loadtest.body.ValueMix;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One body of the load, in several protocols: a sample of each of some series. */
public final class SampleBodies {

  private final SeriesLabels labels;
  private final BodyTemplate template;
  private final long timestamp;
  private final int first;
  private final int end;

  /** Of so many series, at a time in ms since the epoch. */
  public SampleBodies(int series, long timestamp) {
    this(0, series, timestamp);
  }

  /** Of so many series, from a number on. */
  public SampleBodies(int first, int series, long timestamp) {
    LoadSpec spec =
        new LoadSpec(
            series,
            6,
            SeriesSpec.USUAL_CARDINALITY,
            series,
            series,
            1,
            Duration.ofSeconds(15),
            1,
            ValueMix.MIXED);
    this.labels = new SeriesLabels(spec.seriesSpec());
    this.template = new BodyTemplate(labels, first, series, spec.seed());
    this.timestamp = timestamp;
    this.first = first;
    this.end = first + series;
    template.patch(timestamp);
  }

  /** Not compressed. */
  public byte[] remoteWrite1() {
    return template.bytes().clone();
  }

  /** Not compressed; also the value of a samples record. */
  public byte[] remoteWrite2() {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    for (int i = first; i < end; i++) {
      writer.beginSeries();
      for (SeriesLabels.Label label : labels.of(i)) {
        writer.label(symbol(writer, label.name()), symbol(writer, label.value()));
      }
      writer.sample(timestamp, template.value(i - first));
      writer.endSeries();
    }
    return writer.toByteArray();
  }

  /** A line a sample. */
  public byte[] lineProtocol() {
    StringBuilder lines = new StringBuilder();
    for (int i = first; i < end; i++) {
      StringBuilder tags = new StringBuilder();
      for (SeriesLabels.Label label : labels.of(i)) {
        if (label.name().equals("__name__")) {
          lines.append(label.value());
        } else {
          tags.append(',').append(label.name()).append('=').append(label.value());
        }
      }
      lines.append(tags).append(" v=").append(template.value(i - first));
      lines.append(' ').append(timestamp).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** OTLP in JSON: gauges, the labels as the data points' attributes. */
  public byte[] otlpJson() {
    StringBuilder json =
        new StringBuilder("{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[");
    for (int i = first; i < end; i++) {
      StringBuilder attributes = new StringBuilder();
      String name = "";
      for (SeriesLabels.Label label : labels.of(i)) {
        if (label.name().equals("__name__")) {
          name = label.value();
        } else {
          attributes.append(attributes.isEmpty() ? "" : ",").append("{\"key\":\"");
          attributes.append(label.name()).append("\",\"value\":{\"stringValue\":\"");
          attributes.append(label.value()).append("\"}}");
        }
      }
      json.append(i == first ? "" : ",").append("{\"name\":\"").append(name);
      json.append("\",\"gauge\":{\"dataPoints\":[{\"attributes\":[").append(attributes);
      json.append("],\"asDouble\":")
          .append(template.value(i - first))
          .append(",\"timeUnixNano\":\"");
      json.append(timestamp).append("000000\"}]}}");
    }
    return json.append("]}]}]}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static int symbol(SamplesRecordWriter writer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return writer.symbol(bytes, 0, bytes.length);
  }
}
