package io.tidegauge.ingest.http.influx;

import io.tidegauge.ingest.http.SamplesDecoder;

/** The decoder, for microbenchmarks. */
public final class MeasuredLineProtocol {

  private MeasuredLineProtocol() {}

  /** With times in milliseconds. */
  public static SamplesDecoder millis() {
    return new LineProtocolDecoder(Precision.of("ms"), 0);
  }
}
