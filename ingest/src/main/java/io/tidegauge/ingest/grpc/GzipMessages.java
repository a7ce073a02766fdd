package io.tidegauge.ingest.grpc;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import io.tidegauge.ingest.http.GunzipInputStream;
import java.io.InputStream;

/**
 * gzip as requests' compression, read as over HTTP. grpc-java's own reads with the JDK's stream,
 * whose stack some kilobytes of empty members overflow.
 */
final class GzipMessages implements Decompressor {

  /** What the server takes, and says that it takes. */
  static DecompressorRegistry registry() {
    return DecompressorRegistry.emptyInstance()
        .with(Codec.Identity.NONE, false)
        .with(new GzipMessages(), true);
  }

  @Override
  public String getMessageEncoding() {
    return "gzip";
  }

  @Override
  public InputStream decompress(InputStream message) {
    return new GunzipInputStream(message);
  }
}
