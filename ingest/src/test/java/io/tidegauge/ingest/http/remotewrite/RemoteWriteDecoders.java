package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.ingest.admission.KindRegistry;
import io.tidegauge.ingest.http.MessageDecoder;
import io.tidegauge.ingest.http.SamplesDecoder;

/** The decoders, for tests of other packages; each reads one body. */
public final class RemoteWriteDecoders {

  private RemoteWriteDecoders() {}

  /** Of Remote-Write 1.0. */
  public static SamplesDecoder version1(KindRegistry kinds) {
    return new WriteRequestDecoder(kinds);
  }

  /** Of Remote-Write 2.0. */
  public static SamplesDecoder version2() {
    return new RequestV2Decoder();
  }

  /** Of the messages of a stream. */
  public static MessageDecoder messages() {
    return new RequestV2Decoder(null);
  }
}
