package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A line a sample: with jq a line per sample needs no unrolling, and (partition, offset, index) is
 * what the raw samples in the history store carry.
 */
final class SamplesPrinter implements RecordPrinter {

  /** Prometheus' stale marker (Remote-Write 2.0 specification, "Stale Markers"). */
  private static final long STALE_MARKER = 0x7ff0000000000002L;

  private final SamplesRecordReader reader = new SamplesRecordReader();

  @Override
  public void print(ConsumerRecord<byte[], byte[]> record, RecordFilter filter, JsonLines out) {
    SampleHeaders headers = SampleHeaders.of(record.headers());
    if (headers.kind() == RecordKind.TICK) {
      if (filter.ticks()) {
        out.line(line -> envelope("tick", record, headers, line));
      }
      return;
    }
    if (!filter.takesTenant(headers.tenant())) {
      return;
    }
    readThrough(record, headers);
    reader.reset(record.value(), 0, record.value().length, headers.tenant());
    int index = 0;
    while (reader.nextSeries() && !out.isFull()) {
      index = printSeries(record, headers, filter, index, out);
    }
  }

  /** Nothing of a record that is broken somewhere counts, so nothing of it is shown as a sample. */
  private void readThrough(ConsumerRecord<byte[], byte[]> record, SampleHeaders headers) {
    reader.reset(record.value(), 0, record.value().length, headers.tenant());
    int samples = 0;
    while (reader.nextSeries()) {
      while (reader.nextSample()) {
        samples++;
      }
    }
    if (samples < 0) {
      throw new MalformedRecordException("more samples than can be counted");
    }
  }

  private int printSeries(
      ConsumerRecord<byte[], byte[]> record,
      SampleHeaders headers,
      RecordFilter filter,
      int firstIndex,
      JsonLines out) {
    SeriesId id = new SeriesId(reader.seriesIdHigh(), reader.seriesIdLow());
    Labels labels = reader.labels();
    boolean wanted = filter.takesSeries(id) && filter.takesLabels(labels);
    String unit = reader.unit();
    MetricKind kind =
        headers.kind() == RecordKind.OBSERVATIONS
            ? MetricKind.OBSERVATION
            : MetricKind.ofMetadataType(reader.metadataType());
    int index = firstIndex;
    while (reader.nextSample()) {
      int own = index++;
      if (wanted) {
        out.line(
            line -> {
              envelope("sample", record, headers, line);
              line.number("index", own);
              line.text("series", id.toString());
              line.text("metric", labels.metric());
              line.labels("labels", labels);
              line.text("kind", kind.name().toLowerCase(Locale.ROOT));
              line.textUnlessEmpty("unit", unit);
              line.time("timestamp", reader.timestamp());
              line.number("value", reader.value());
              if (Double.doubleToRawLongBits(reader.value()) == STALE_MARKER) {
                line.flag("stale", true);
              }
            });
      }
    }
    return index;
  }

  private static void envelope(
      String type, ConsumerRecord<byte[], byte[]> record, SampleHeaders headers, JsonLines line) {
    RecordPrinter.envelope(type, record, line);
    headers.write(line);
  }
}
