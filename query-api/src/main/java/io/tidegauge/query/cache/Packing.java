package io.tidegauge.query.cache;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Compresses an answer as it goes by (Zstandard, RFC 8878), so that never all of it is in memory as
 * it was. One that is too large even so is let go. To be closed; not thread-safe.
 */
final class Packing implements AutoCloseable {

  /** Answers repeat themselves: more effort saves little, and costs the answer that is kept. */
  private static final int LEVEL = 1;

  private static final int PIECE = 32 << 10;

  private final int limit;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
  private final ZstdOutputStream zstd;

  /**
   * Of one answer.
   *
   * @param limit bytes of the packed answer at the most
   */
  Packing(int limit) {
    this.limit = limit;
    try {
      zstd = new ZstdOutputStream(packed, RecyclingBufferPool.INSTANCE, LEVEL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the next bytes. */
  void add(byte[] bytes) {
    if (isTooLarge()) {
      return;
    }
    try {
      zstd.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole answer; null where it is too large. Nothing can be added after it. */
  byte @Nullable [] finish() {
    close();
    return isTooLarge() ? null : packed.toByteArray();
  }

  private boolean isTooLarge() {
    return packed.size() > limit;
  }

  @Override
  public void close() {
    try {
      zstd.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was packed, each piece when it is wanted. */
  static Flux<byte[]> unpack(byte[] packed) {
    return Flux.generate(
        () -> new ZstdInputStream(new ByteArrayInputStream(packed), RecyclingBufferPool.INSTANCE),
        (in, sink) -> {
          try {
            byte[] piece = in.readNBytes(PIECE);
            if (piece.length == 0) {
              sink.complete();
            } else {
              sink.next(piece);
            }
          } catch (IOException e) {
            sink.error(e);
          }
          return in;
        },
        Packing::close);
  }

  private static void close(ZstdInputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
