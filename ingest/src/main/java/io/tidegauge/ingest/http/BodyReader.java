package io.tidegauge.ingest.http;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Reads whole bodies within limits: of one body, and of all that are held at the same time.
 * Thread-safe.
 */
public final class BodyReader {

  /** What a body's buffer begins with, whatever length it announces. */
  private static final int FIRST = 1024;

  private static final byte[] NOTHING = {};

  private final HeldBytes held;
  private final int maxBody;
  private final Duration timeout;
  private final long graceNanos;
  private final double bytesPerNano;

  /** A reader with the limits of the properties. */
  public BodyReader(HttpProperties properties, HeldBytes held) {
    this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
    this.timeout = properties.bodyTimeout();
    this.graceNanos = properties.bodyGrace().toNanos();
    this.bytesPerNano = properties.minBodyRate().toBytes() / 1e9;
    this.held = held;
  }

  /**
   * Reads the body and uses it; it counts as held until the result is there.
   *
   * @return fails with {@link RequestRefusedException}: too large, too slow, or overloaded
   */
  public <T> Mono<T> use(ServerRequest request, Function<Body, Mono<T>> use) {
    return Mono.defer(
        () -> {
          long announced = request.headers().contentLength().orElse(0);
          if (announced > maxBody) {
            return Mono.error(tooLarge());
          }
          Collector collector = new Collector((int) announced);
          return request
              .body(BodyExtractors.toDataBuffers())
              .doOnNext(collector::add)
              .then(Mono.fromSupplier(collector::body))
              .timeout(timeout, Mono.error(this::tooSlow))
              .flatMap(use)
              .doFinally(signal -> collector.release());
        });
  }

  private RequestRefusedException tooLarge() {
    return new RequestRefusedException(
        RejectReason.BODY_TOO_LARGE,
        "the body is larger than " + maxBody + " bytes; send smaller requests");
  }

  private RequestRefusedException tooSlow() {
    return new RequestRefusedException(
        RejectReason.TOO_SLOW,
        "the body was not there within " + timeout.toSeconds() + " s; send smaller requests");
  }

  private final class Collector {

    private final HeldBytes.Share share = held.share();
    private final int announced;
    private byte[] bytes = NOTHING;
    private int length;
    private final long start = System.nanoTime();

    Collector(int announced) {
      this.announced = announced;
    }

    void add(DataBuffer buffer) {
      try {
        int more = buffer.readableByteCount();
        checkRate();
        if (more > maxBody - length) {
          throw tooLarge();
        }
        if (more > bytes.length - length) {
          int capacity = capacity(length + more);
          share.add(capacity - bytes.length);
          bytes = Arrays.copyOf(bytes, capacity);
        }
        buffer.read(bytes, length, more);
        length += more;
      } finally {
        DataBufferUtils.release(buffer);
      }
    }

    /** A body that trickles keeps its buffer for no longer than one that comes. */
    private void checkRate() {
      long took = System.nanoTime() - start;
      if (took > graceNanos && length < took * bytesPerNano) {
        throw new RequestRefusedException(
            RejectReason.TOO_SLOW, "the body comes too slowly; send the same request again");
      }
    }

    private int capacity(int needed) {
      long doubled = Math.max(FIRST, 2L * needed);
      long end = announced >= needed ? announced : maxBody;
      return (int) Math.min(end, doubled);
    }

    Body body() {
      return new Body(bytes, length);
    }

    void release() {
      share.close();
    }
  }
}
