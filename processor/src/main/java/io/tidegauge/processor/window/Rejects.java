package io.tidegauge.processor.window;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import java.util.Arrays;

/** Makes the records of what a task refuses. */
final class Rejects {

  /** Bytes of an original that are kept. */
  private static final int ORIGINAL_LIMIT = 64 * 1024;

  private Rejects() {}

  /** Of a sample. */
  static RejectRecord sample(
      TaskState state,
      InputRecord record,
      RejectReason reason,
      String message,
      String series,
      long timestamp,
      double value) {
    return of(
        state,
        record.tenant(),
        record.received(),
        reason,
        message,
        series,
        timestamp,
        value,
        new byte[0]);
  }

  /** Of anything; {@code timestamp} is 0 and {@code value} NaN where there is no sample. */
  static RejectRecord of(
      TaskState state,
      String tenant,
      long received,
      RejectReason reason,
      String message,
      String series,
      long timestamp,
      double value,
      byte[] original) {
    EngineSettings settings = state.settings;
    return new RejectRecord(
        tenant,
        reason,
        "processor",
        settings.topic() + "-" + settings.partition() + "@" + state.offset,
        received,
        message,
        series,
        timestamp,
        value,
        Arrays.copyOf(original, Math.min(original.length, ORIGINAL_LIMIT)),
        original.length);
  }
}
