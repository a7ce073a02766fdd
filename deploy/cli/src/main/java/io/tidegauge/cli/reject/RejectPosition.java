package io.tidegauge.cli.reject;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a refusal is in the rejects topic; as text {@code partition@offset}. */
record RejectPosition(int partition, long offset) {

  static RejectPosition of(ConsumerRecord<byte[], byte[]> record) {
    return new RejectPosition(record.partition(), record.offset());
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
