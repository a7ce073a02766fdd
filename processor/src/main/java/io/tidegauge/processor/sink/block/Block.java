package io.tidegauge.processor.sink.block;

import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is gathered of consecutive records of one partition until it is written in one go. Used by
 * one thread.
 */
public interface Block {

  /**
   * Takes the next record of the partition. Never fails: what cannot be read is kept as refused.
   */
  void add(ConsumerRecord<byte[], byte[]> record);

  /** How much it holds, in rows; what the memory limit counts. */
  int weight();

  /** Whether writing it would do nothing. */
  boolean isEmpty();

  /**
   * Writes it. Called again with the same id after a failure, and, after a crash, on another block
   * that was made of the same records: what was written before under the id must not count twice.
   *
   * @param again whether it was tried before, by this process or another, with an unknown outcome:
   *     that the store knows the id does not say that it has the rows
   * @throws IOException when it is to be tried again
   */
  void write(BlockId id, boolean again) throws IOException, InterruptedException;
}
