package io.tidegauge.contract.topic;

/** What a record of the samples topic holds. */
public enum RecordKind {
  /** Gauges and counters: identity is (series, timestamp). */
  SAMPLES(0),
  /** Observations: each value is one event; several may share a timestamp. */
  OBSERVATIONS(1),
  /** No series at all: the gateway's receive time moves an idle partition's watermarks. */
  TICK(2);

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  /** The byte in the header. */
  public byte code() {
    return code;
  }

  /** The kind of a header's byte. */
  public static RecordKind ofCode(byte code) {
    return switch (code) {
      case 0 -> SAMPLES;
      case 1 -> OBSERVATIONS;
      case 2 -> TICK;
      default -> throw new IllegalArgumentException("unknown record kind " + code);
    };
  }
}
