package io.tidegauge.cli.topic;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.wire.MalformedRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints what the records of one topic hold. */
interface RecordPrinter {

  /**
   * Prints the lines of a record that has a value.
   *
   * @throws MalformedRecordException where the record cannot be read
   */
  void print(ConsumerRecord<byte[], byte[]> record, RecordFilter filter, JsonLines out);

  /** Whether its records have labels, so that they can be filtered by them. */
  default boolean hasLabels() {
    return true;
  }

  /** What every line begins with. */
  static void envelope(String type, ConsumerRecord<byte[], byte[]> record, JsonLines out) {
    out.text("type", type);
    out.number("partition", record.partition());
    out.number("offset", record.offset());
    out.time("recordTime", record.timestamp());
  }
}
