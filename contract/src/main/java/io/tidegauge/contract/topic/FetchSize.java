package io.tidegauge.contract.topic;

/** How much the services' Kafka consumers ask a broker for at once. */
public final class FetchSize {

  /**
   * {@code fetch.max.bytes}; one batch comes in any case. An answer is one array, and one of half a
   * region (1 MiB in a small heap) is humongous to the G1 collector: with Kafka's own 50 MiB, or 8,
   * who catches up has it mark the whole heap again and again. It is some ten thousand samples.
   */
  public static final int MAX_BYTES = 384 * 1024;

  private FetchSize() {}
}
