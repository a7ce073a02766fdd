package io.tidegauge.ingest.http;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.ingest.admission.RequestSamples;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of a stream, one after the other. One per stream; runs on a decoding thread,
 * must not block.
 */
public interface MessageDecoder {

  /**
   * Hands all samples of a message to {@code samples}.
   *
   * @throws io.tidegauge.contract.wire.MalformedRecordException where the message cannot be read
   *     on; what was handed over before stays
   */
  void decode(byte[] bytes, int offset, int length, RequestSamples samples);

  /** Makes a decoder for each stream. */
  @FunctionalInterface
  interface Factory {

    /**
     * A new decoder.
     *
     * @param kind of all samples but histograms; null where the messages tell
     */
    MessageDecoder create(@Nullable MetricKind kind);
  }
}
