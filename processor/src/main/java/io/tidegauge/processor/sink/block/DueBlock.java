package io.tidegauge.processor.sink.block;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** A block that is to be written now. */
record DueBlock(PartitionProgress progress, BlockId id) {

  /** What is committed before it is written. */
  OffsetAndMetadata before() {
    return new OffsetAndMetadata(id.from(), new BlockPlan(id.epoch(), id.to()).toMetadata());
  }

  /** What is committed once it is written. */
  OffsetAndMetadata after() {
    return new OffsetAndMetadata(id.to() + 1);
  }
}
