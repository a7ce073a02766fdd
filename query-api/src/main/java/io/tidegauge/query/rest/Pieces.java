package io.tidegauge.query.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/** Sizes in which the bytes of an answer are written. Stateless. */
final class Pieces {

  /** What the server holds of them for a slow reader is not much. */
  static final int SIZE = 32 << 10;

  private Pieces() {}

  /** The same bytes, small ones together until they are a piece: each write costs. */
  static Flux<byte[]> gather(Flux<byte[]> parts) {
    return Flux.defer(() -> parts.bufferUntil(new Full())).map(Pieces::joined);
  }

  private static final class Full implements Predicate<byte[]> {
    private int size;

    @Override
    public boolean test(byte[] part) {
      size += part.length;
      if (size < SIZE) {
        return false;
      }
      size = 0;
      return true;
    }
  }

  private static byte[] joined(List<byte[]> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    ByteArrayOutputStream joined =
        new ByteArrayOutputStream(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  /** Bytes cut into pieces, each made when it is asked for; nothing is copied. */
  static Iterable<DataBuffer> cut(byte[] bytes) {
    return () ->
        IntStream.range(0, Math.ceilDiv(bytes.length, SIZE))
            .mapToObj(piece -> piece(bytes, piece * SIZE))
            .iterator();
  }

  private static DataBuffer piece(byte[] bytes, int from) {
    ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(SIZE, bytes.length - from));
    return DefaultDataBufferFactory.sharedInstance.wrap(piece);
  }
}
