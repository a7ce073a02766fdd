package io.tidegauge.ingest.publish;

import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A samples record of one tenant, partition and kind: first it gathers (under its slot's lock),
 * then it is sent.
 */
final class GatheredRecord implements OutgoingRecord {

  private final String tenant;
  private final int partition;
  private final RecordKind kind;
  private final @Nullable ProducerBatch batch;
  private final long received;
  private final long openedNanos;
  private final WriterPool writers;
  private final InFlightBytes inFlight;
  private final List<Durability> waiting = new ArrayList<>(4);
  private @Nullable SamplesRecordWriter writer;
  // Of the first request with one: a record has one trace, and is of many requests.
  private @Nullable String traceparent;
  private long accounted;

  GatheredRecord(
      String tenant,
      int partition,
      RecordKind kind,
      @Nullable ProducerBatch batch,
      long received,
      WriterPool writers,
      InFlightBytes inFlight) {
    this.tenant = tenant;
    this.partition = partition;
    this.kind = kind;
    this.batch = batch;
    this.received = received;
    this.openedNanos = System.nanoTime();
    this.writers = writers;
    this.inFlight = inFlight;
    this.writer = writers.take();
  }

  /** Adds samples of a series; gives the record's size afterwards. */
  int add(SeriesSource series, int from, int to, Durability durability) {
    SamplesRecordWriter target = open();
    if (traceparent == null) {
      traceparent = series.traceparent();
    }
    int before = target.size();
    series.write(target, from, to);
    int size = target.size();
    accounted += size - before;
    inFlight.add(size - before);
    if (waiting.isEmpty() || waiting.getLast() != durability) {
      durability.expect();
      waiting.add(durability);
    }
    return size;
  }

  int size() {
    return open().size();
  }

  long openedNanos() {
    return openedNanos;
  }

  @Override
  public String topic() {
    return Topics.SAMPLES;
  }

  @Override
  public Integer partition() {
    return partition;
  }

  @Override
  public byte @Nullable [] key() {
    return null;
  }

  @Override
  public byte[] value() {
    SamplesRecordWriter source = open();
    byte[] value = source.toByteArray();
    writer = null;
    writers.give(source);
    return value;
  }

  @Override
  public Map<String, byte[]> headers() {
    Map<String, byte[]> headers = LinkedHashMap.newLinkedHashMap(8);
    headers.put(
        RecordHeaders.VERSION,
        ByteBuffer.allocate(4).putInt(RecordHeaders.CURRENT_VERSION).array());
    headers.put(RecordHeaders.TENANT, tenant.getBytes(StandardCharsets.UTF_8));
    headers.put(RecordHeaders.KIND, new byte[] {kind.code()});
    headers.put(RecordHeaders.RECEIVED, bigEndian(received));
    if (batch != null) {
      headers.put(RecordHeaders.PRODUCER, batch.producer().getBytes(StandardCharsets.UTF_8));
      headers.put(RecordHeaders.EPOCH, bigEndian(batch.epoch()));
      headers.put(RecordHeaders.SEQUENCE, bigEndian(batch.sequence()));
    }
    if (traceparent != null) {
      headers.put(RecordHeaders.TRACEPARENT, traceparent.getBytes(StandardCharsets.US_ASCII));
    }
    return headers;
  }

  @Override
  public void settle(@Nullable Throwable failure) {
    inFlight.release(accounted);
    for (Durability durability : waiting) {
      durability.settle(failure);
    }
  }

  static byte[] bigEndian(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private SamplesRecordWriter open() {
    if (writer == null) {
      throw new IllegalStateException("the record was taken to be sent");
    }
    return writer;
  }
}
