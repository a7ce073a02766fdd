package io.tidegauge.ingest.http;

import io.tidegauge.ingest.admission.RequestSamples;

/** Reads a protocol's body. Runs on a decoding thread, must not block. */
@FunctionalInterface
public interface SamplesDecoder {

  /**
   * Hands all samples of the body to {@code samples}.
   *
   * @throws io.tidegauge.contract.wire.MalformedRecordException where the body cannot be read on;
   *     what was handed over before stays
   */
  void decode(Body body, RequestSamples samples);
}
