package io.tidegauge.ingest.testing;

import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A sample as it is in the log, read back with the contract's reader. */
public record StoredSample(
    Map<String, String> labels,
    long timestamp,
    double value,
    MetricKind kind,
    RecordKind recordKind,
    String unit,
    SeriesId id,
    int partition,
    long offset,
    long received,
    String producer,
    String traceparent) {

  public String metric() {
    return labels.getOrDefault("__name__", "");
  }

  static List<StoredSample> ofTenant(String tenant, ConsumerRecord<byte[], byte[]> record) {
    RecordKind recordKind = RecordKind.ofCode(header(record, RecordHeaders.KIND)[0]);
    boolean own =
        new String(header(record, RecordHeaders.TENANT), StandardCharsets.UTF_8).equals(tenant);
    if (!own || recordKind == RecordKind.TICK) {
      return List.of();
    }
    long received = ByteBuffer.wrap(header(record, RecordHeaders.RECEIVED)).getLong();
    String producer = new String(header(record, RecordHeaders.PRODUCER), StandardCharsets.UTF_8);
    if (!producer.isEmpty()) {
      producer +=
          ":"
              + ByteBuffer.wrap(header(record, RecordHeaders.EPOCH)).getLong()
              + ":"
              + ByteBuffer.wrap(header(record, RecordHeaders.SEQUENCE)).getLong();
    }
    List<StoredSample> samples = new ArrayList<>();
    SamplesRecordReader reader = new SamplesRecordReader();
    reader.reset(record.value(), 0, record.value().length, tenant);
    while (reader.nextSeries()) {
      SeriesId id = new SeriesId(reader.seriesIdHigh(), reader.seriesIdLow());
      while (reader.nextSample()) {
        samples.add(
            new StoredSample(
                reader.labels().toMap(),
                reader.timestamp(),
                reader.value(),
                MetricKind.ofMetadataType(reader.metadataType()),
                recordKind,
                reader.unit(),
                id,
                record.partition(),
                record.offset(),
                received,
                producer,
                new String(header(record, RecordHeaders.TRACEPARENT), StandardCharsets.UTF_8)));
      }
    }
    return samples;
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? new byte[0] : header.value();
  }
}
