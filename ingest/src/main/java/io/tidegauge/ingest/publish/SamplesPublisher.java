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

  /**
   * Whether requests should be let in. False while the log does not confirm what is sent: then they
   * are refused at once, and nothing is kept for them.
   */
  boolean available();

  /**
   * Whether a record may be sent to find out how the log is: always while it is {@link #available},
   * else as often as it is to be tried. Each {@code true} is for one record, to be published.
   */
  boolean mayTry();
}
