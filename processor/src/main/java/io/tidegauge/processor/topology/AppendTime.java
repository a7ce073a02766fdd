package io.tidegauge.processor.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The broker's append time; never fails, as a record without one must not stop a partition. */
public final class AppendTime implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, Math.max(record.timestamp(), record.timestamp() < 0 ? partitionTime : 0));
  }
}
