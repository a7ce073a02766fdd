package io.tidegauge.cli.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records of a range, each partition's in their order. */
public interface RecordHandler {

  /** Takes one; false where no more are wanted. */
  boolean accept(ConsumerRecord<byte[], byte[]> record);

  /** What is there for now has been taken. */
  default void pause() {}
}
