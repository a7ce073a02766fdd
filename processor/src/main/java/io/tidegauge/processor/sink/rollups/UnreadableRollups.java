package io.tidegauge.processor.sink.rollups;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of the rollups topic that cannot be read: only a newer or a broken processor writes such,
 * no agent can be told. They stay on the topic, where a sink that knows them can read them again.
 */
final class UnreadableRollups {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableRollups.class);

  private final Counter counter;

  UnreadableRollups(MeterRegistry registry) {
    counter =
        Counter.builder("tidegauge.sink.rejected")
            .description("Records that could not be read")
            .tags("sink", "rollups", "reason", RejectReason.MALFORMED.label())
            .register(registry);
  }

  void count(ConsumerRecord<byte[], byte[]> record, MalformedRecordException cause) {
    counter.increment();
    LOG.error(
        "The rollup at {}-{}@{} cannot be read and is left out: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        cause.getMessage());
  }
}
