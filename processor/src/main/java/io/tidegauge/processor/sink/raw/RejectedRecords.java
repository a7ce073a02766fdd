package io.tidegauge.processor.sink.raw;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.processor.sink.block.RecordPublisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Records of the samples topic that cannot be read go to the rejects topic, with their position as
 * the source. At least once: a block that is written again refuses them again. Thread-safe.
 */
final class RejectedRecords {

  private static final int LARGEST_ORIGINAL = 16 * 1024;

  private final RecordPublisher publisher;
  private final InstantSource clock;
  private final Counter counter;

  RejectedRecords(RecordPublisher publisher, InstantSource clock, MeterRegistry registry) {
    this.publisher = publisher;
    this.clock = clock;
    this.counter =
        Counter.builder("tidegauge.sink.rejected")
            .description("Records that could not be read")
            .tags("sink", "raw", "reason", RejectReason.MALFORMED.label())
            .register(registry);
  }

  /** What is kept of a refused record until it is published. */
  record Entry(String tenant, byte[] reject) {}

  Entry entry(ConsumerRecord<byte[], byte[]> record, MalformedRecordException cause) {
    String tenant = tenantOf(record);
    byte[] value = record.value() == null ? new byte[0] : record.value();
    RejectRecord reject =
        new RejectRecord(
            tenant,
            RejectReason.MALFORMED,
            "processor",
            record.topic() + "-" + record.partition() + "@" + record.offset(),
            clock.millis(),
            "The record cannot be read, send its samples again: " + cause.getMessage(),
            "",
            0,
            Double.NaN,
            Arrays.copyOf(value, Math.min(value.length, LARGEST_ORIGINAL)),
            value.length);
    return new Entry(tenant, reject.encode());
  }

  /** Returns when they are on the topic. */
  void publish(List<Entry> entries) throws IOException, InterruptedException {
    if (entries.isEmpty()) {
      return;
    }
    publisher.publish(
        entries.stream()
            .map(
                entry ->
                    new ProducerRecord<>(
                        Topics.REJECTS,
                        entry.tenant().getBytes(StandardCharsets.UTF_8),
                        entry.reject()))
            .toList());
    counter.increment(entries.size());
  }

  private static String tenantOf(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(RecordHeaders.TENANT);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
