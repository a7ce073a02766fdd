package io.tidegauge.contract.topic;

/** How long the services' Kafka clients wait for an answer. */
public final class RequestTimeout {

  /**
   * {@code request.timeout.ms} of those who read and process, milliseconds. A broker that hangs
   * keeps its connections, and is given up only after this: Kafka's own 30 s would be how long it
   * stalls a partition that has a new leader since.
   */
  public static final int MILLIS = 6_000;

  private RequestTimeout() {}
}
