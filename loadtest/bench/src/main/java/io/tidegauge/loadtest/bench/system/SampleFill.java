package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.load.SampleRecords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes samples to Kafka, as the gateway does and one by one; waits where Kafka is slower. Not
 * thread-safe.
 */
public final class SampleFill implements SampleRecords.Sink, AutoCloseable {

  private static final byte[] VERSION =
      ByteBuffer.allocate(Integer.BYTES).putInt(RecordHeaders.CURRENT_VERSION).array();
  private static final byte[] TENANT = SampleRecords.TENANT.getBytes(StandardCharsets.UTF_8);
  private static final byte[] KIND = {RecordKind.SAMPLES.code()};
  private static final int PATIENCE_MILLIS = 60_000;

  private final InstantSource clock;
  // The gateway's sends what it has at once; single samples are gathered by theirs.
  private final Producer<byte[], byte[]> gateway;
  private final Producer<byte[], byte[]> single;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long samples;
  private long singles;

  /** Into a log. */
  public SampleFill(WindowingLog log, InstantSource clock) {
    this.clock = clock;
    this.gateway = producer(log, 0);
    this.single = producer(log, 20);
  }

  /** Samples that were written as the gateway does. */
  public long samples() {
    return samples;
  }

  /** Samples that were written one by one. */
  public long singles() {
    return singles;
  }

  @Override
  public void record(int partition, byte[] value, int count) {
    check();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.SAMPLES, partition, null, value);
    record.headers().add(RecordHeaders.VERSION, VERSION);
    record.headers().add(RecordHeaders.TENANT, TENANT);
    record.headers().add(RecordHeaders.KIND, KIND);
    record.headers().add(RecordHeaders.RECEIVED, bigEndian(clock.millis()));
    gateway.send(record, (metadata, exception) -> note(exception));
    samples += count;
  }

  @Override
  public void sample(int partition, long series, long timestamp, double value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            WindowingLog.SINGLE_SAMPLES,
            partition,
            timestamp,
            bigEndian(series),
            bigEndian(Double.doubleToRawLongBits(value)));
    single.send(record, (metadata, exception) -> note(exception));
    singles++;
  }

  /**
   * Returns when all is durable.
   *
   * @throws EngineException where something is not
   */
  public void flush() {
    gateway.flush();
    single.flush();
    check();
  }

  @Override
  public void close() {
    gateway.close();
    single.close();
  }

  private void note(@Nullable Exception exception) {
    if (exception != null) {
      failure.compareAndSet(null, exception);
    }
  }

  private void check() {
    Exception first = failure.get();
    if (first != null) {
      throw new EngineException("samples were not written: " + first, first);
    }
  }

  private static byte[] bigEndian(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static Producer<byte[], byte[]> producer(WindowingLog log, int lingerMillis) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, log.bootstrapServers());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
