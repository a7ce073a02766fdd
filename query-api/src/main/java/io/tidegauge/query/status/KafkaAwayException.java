package io.tidegauge.query.status;

/** Kafka did not answer. */
final class KafkaAwayException extends Exception {

  private static final long serialVersionUID = 1L;

  KafkaAwayException(Throwable cause) {
    super(cause);
  }
}
