package io.tidegauge.ingest.admission;

import java.util.Locale;

/**
 * How samples came in: the word in counters and in the rejects topic, and the rules that differ.
 */
public enum Protocol {
  /** OTLP over HTTP. */
  OTLP_HTTP(false),
  /** OTLP over gRPC. */
  OTLP_GRPC(false),
  /** Prometheus Remote-Write 1.0. */
  REMOTE_WRITE_1(true),
  /** Prometheus Remote-Write 2.0. */
  REMOTE_WRITE_2(true),
  /** InfluxDB line protocol. */
  INFLUX(false),
  /** The native stream, lines of JSON. */
  STREAM(false),
  /** The native stream, frames of Remote-Write 2.0. */
  STREAM_FRAMES(true);

  private final boolean infinities;
  private final String label;

  Protocol(boolean infinities) {
    this.infinities = infinities;
    this.label = name().toLowerCase(Locale.ROOT);
  }

  /** Whether an infinity is a value that can be kept. */
  public boolean allowsInfinities() {
    return infinities;
  }

  /**
   * Whether samples come in parts of a request, each of them bounded and let in as a whole ({@link
   * Admission#beginAdmitted}).
   */
  public boolean comesInParts() {
    return this == STREAM || this == STREAM_FRAMES;
  }

  /** The word used everywhere: lower case with underscores. */
  public String label() {
    return label;
  }
}
