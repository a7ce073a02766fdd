package io.tidegauge.contract.topic;

/** How much the services' Kafka consumers ask a broker for at once. */
public final class FetchSize {

  /**
   * {@code fetch.max.bytes}; one batch comes in any case. An answer is one array, and one of half a
   * region (1 MiB in a small heap) is humongous to the G1 collector, which may begin to mark the
   * whole heap for it. At 22 bytes a sample it is some seventeen thousand.
   */
  public static final int MAX_BYTES = 384 * 1024;

  private FetchSize() {}
}
