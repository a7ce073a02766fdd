package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.ingest.admission.KindRegistry;
import io.tidegauge.ingest.http.SamplesDecoder;

/** The decoders, for microbenchmarks; each reads one body. */
public final class MeasuredRemoteWrite {

  private MeasuredRemoteWrite() {}

  /** Of Remote-Write 1.0. */
  public static SamplesDecoder version1(KindRegistry kinds) {
    return new WriteRequestDecoder(kinds);
  }

  /** Of Remote-Write 2.0. */
  public static SamplesDecoder version2() {
    return new RequestV2Decoder();
  }
}
