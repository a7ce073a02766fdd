package io.tidegauge.contract.reject;

import java.util.Locale;

/**
 * Why something was refused: the same word in the counter's label, the problem document, the
 * rejects topic and the docs.
 */
public enum RejectReason {
  /**
   * The body is not what its content type says: broken JSON, protobuf, snappy, gzip or line
   * protocol.
   */
  MALFORMED(false),
  /** The content type is none that the endpoint takes. */
  UNSUPPORTED_MEDIA_TYPE(false),
  /** The content encoding is none that the endpoint takes. */
  UNSUPPORTED_ENCODING(false),
  /** The body is over the limit, compressed or not. */
  BODY_TOO_LARGE(false),
  /** A series without a metric name. */
  MISSING_NAME(false),
  /** A metric name outside the data model. */
  INVALID_NAME(false),
  /** A label name or value outside the data model. */
  INVALID_LABEL(false),
  /** The same label twice in one series. */
  DUPLICATE_LABEL(false),
  /** More labels than the limit. */
  TOO_MANY_LABELS(false),
  /** A name or value longer than the limit. */
  LABEL_TOO_LONG(false),
  /** A value that the protocol or the kind does not allow, such as an infinity in line protocol. */
  INVALID_VALUE(false),
  /** A timestamp that is not one, or outside of what can be kept. */
  INVALID_TIMESTAMP(false),
  /** More than ten minutes ahead of the gateway's clock. */
  TOO_FAR_IN_FUTURE(false),
  /** Its 24h window starts before the raw retention. */
  TOO_OLD(false),
  /** Another value at the same timestamp of the same series came first. */
  CONFLICT(false),
  /** A numbered batch too far behind its producer's newest to tell whether it counted before. */
  BATCH_TOO_FAR_BACK(false),
  /** A type that cannot be turned into samples, such as a string field. */
  UNSUPPORTED_TYPE(false),
  /** The tenant's limit of live series is reached. */
  SERIES_LIMIT(false),
  /** As many clusters with replicas are known as may be. */
  TOO_MANY_CLUSTERS(false),
  /** The gateway holds as much as it may; send again later. */
  OVERLOADED(true),
  /** As many native streams are open as may be; send again later. */
  TOO_MANY_STREAMS(true),
  /** The sender took too long; send again. */
  TOO_SLOW(true),
  /** The log cannot be written to; send again later. */
  UNAVAILABLE(true);

  private final boolean retryable;
  private final String label;

  RejectReason(boolean retryable) {
    this.retryable = retryable;
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /** Whether the agent is told to send it again; such refusals never go to the rejects topic. */
  public boolean retryable() {
    return retryable;
  }

  /** The word used everywhere: lower case with underscores. */
  public String label() {
    return label;
  }

  /** The reason of a word. */
  public static RejectReason ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
