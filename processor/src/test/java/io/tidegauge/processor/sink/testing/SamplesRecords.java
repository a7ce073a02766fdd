package io.tidegauge.processor.sink.testing;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of the samples topic, as the gateway writes them. */
public final class SamplesRecords {

  private SamplesRecords() {}

  /** A record whose series are written by {@code content}. */
  public static ProducerRecord<byte[], byte[]> of(
      String topic, int partition, String tenant, RecordKind kind, Consumer<Series> content) {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    content.accept(new Series(writer));
    return raw(topic, partition, tenant, kind, writer.toByteArray());
  }

  /** A record with any value. */
  public static ProducerRecord<byte[], byte[]> raw(
      String topic, int partition, String tenant, RecordKind kind, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, null, value);
    record
        .headers()
        .add(
            RecordHeaders.VERSION,
            ByteBuffer.allocate(4).putInt(RecordHeaders.CURRENT_VERSION).array())
        .add(RecordHeaders.TENANT, tenant.getBytes(StandardCharsets.UTF_8))
        .add(RecordHeaders.KIND, new byte[] {kind.code()})
        .add(RecordHeaders.RECEIVED, ByteBuffer.allocate(8).putLong(1_700_000_000_000L).array());
    return record;
  }

  /** Writes series into a record. */
  public static final class Series {

    private final SamplesRecordWriter writer;

    Series(SamplesRecordWriter writer) {
      this.writer = writer;
    }

    /** A series with alternating timestamps (ms) and values. */
    public void add(Labels labels, int metadataType, double... timestampsAndValues) {
      writer.beginSeries();
      for (int i = 0; i < labels.size(); i++) {
        writer.label(symbol(labels.name(i)), symbol(labels.value(i)));
      }
      writer.metadata(metadataType, 0, symbol("bytes"));
      for (int i = 0; i < timestampsAndValues.length; i += 2) {
        writer.sample((long) timestampsAndValues[i], timestampsAndValues[i + 1]);
      }
      writer.endSeries();
    }

    private int symbol(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return writer.symbol(bytes, 0, bytes.length);
    }
  }
}
