package io.tidegauge.processor.window;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.topic.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record of the samples topic before it is encoded. */
public record TestRecord(
    String tenant,
    RecordKind kind,
    long received,
    String producer,
    long epoch,
    long sequence,
    List<Point> points) {

  /** One sample. */
  public record Point(TestSeries series, long timestamp, double value) {}

  /** Samples without a numbered batch. */
  public static TestRecord samples(String tenant, long received, List<Point> points) {
    return new TestRecord(tenant, RecordKind.SAMPLES, received, "", 0, 0, points);
  }

  /** A tick. */
  public static TestRecord tick(long received) {
    return new TestRecord("", RecordKind.TICK, received, "", 0, 0, List.of());
  }

  /** The same points as the record holds them: grouped by series. */
  public List<Point> inRecordOrder() {
    List<Point> ordered = new ArrayList<>();
    bySeries().values().forEach(ordered::addAll);
    return ordered;
  }

  /** The record as the engine takes it. */
  public InputRecord at(long offset) {
    return new InputRecord(offset, tenant, kind, received, producer, epoch, sequence, value());
  }

  /** The record's value. */
  public byte[] value() {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    bySeries()
        .forEach(
            (series, ofSeries) -> {
              Labels labels = series.labels();
              writer.beginSeries();
              for (int i = 0; i < labels.size(); i++) {
                writer.label(symbol(writer, labels.name(i)), symbol(writer, labels.value(i)));
              }
              writer.metadata(series.kind().metadataType(), 0, 0);
              ofSeries.forEach(point -> writer.sample(point.timestamp(), point.value()));
              writer.endSeries();
            });
    return writer.toByteArray();
  }

  private Map<TestSeries, List<Point>> bySeries() {
    Map<TestSeries, List<Point>> bySeries = new LinkedHashMap<>();
    points.forEach(
        point -> bySeries.computeIfAbsent(point.series(), key -> new ArrayList<>()).add(point));
    return bySeries;
  }

  private static int symbol(SamplesRecordWriter writer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return writer.symbol(bytes, 0, bytes.length);
  }
}
