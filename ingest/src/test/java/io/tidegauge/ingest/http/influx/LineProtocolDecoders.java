package io.tidegauge.ingest.http.influx;

import io.tidegauge.ingest.http.SamplesDecoder;

/** The decoder, for tests of other packages. */
public final class LineProtocolDecoders {

  private LineProtocolDecoders() {}

  /** With times in nanoseconds, or in whatever unit makes them near {@code now}. */
  public static SamplesDecoder at(long now) {
    return new LineProtocolDecoder(Precision.of(""), now);
  }
}
