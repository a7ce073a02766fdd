package io.tidegauge.ingest.publish;

/**
 * Takes finished records to the log. A record is settled without failure only when all in-sync
 * replicas have it.
 */
public interface SamplesPublisher {

  /**
   * Sends a record; never blocks, never throws: the result comes through {@link
   * OutgoingRecord#settle}. Records of one partition keep the order in which they were given by one
   * thread.
   */
  void publish(OutgoingRecord record);

  /** Whether the last that was heard of the log was good. */
  boolean available();
}
