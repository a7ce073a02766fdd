package io.tidegauge.ingest.http;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
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

  private final AtomicLong held = new AtomicLong();
  private final int maxBody;
  private final long maxHeld;

  /** A reader with the limits of the properties. */
  public BodyReader(HttpProperties properties) {
    this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
    this.maxHeld = properties.maxHeld().toBytes();
  }

  /** Bytes of bodies that are held. */
  public long held() {
    return held.get();
  }

  /**
   * Reads the body and uses it; it counts as held until the result is there.
   *
   * @return fails with {@link RequestRefusedException}: too large, or overloaded
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
              .flatMap(use)
              .doFinally(signal -> collector.release());
        });
  }

  private RequestRefusedException tooLarge() {
    return new RequestRefusedException(
        RejectReason.BODY_TOO_LARGE,
        "the body is larger than " + maxBody + " bytes; send smaller requests");
  }

  private final class Collector {

    private byte[] bytes;
    private int length;
    private long counted;

    Collector(int announced) {
      this.bytes = new byte[Math.max(1024, Math.min(announced, 1 << 20))];
    }

    void add(DataBuffer buffer) {
      try {
        int more = buffer.readableByteCount();
        if (more > maxBody - length) {
          throw tooLarge();
        }
        counted += more;
        if (held.addAndGet(more) > maxHeld) {
          throw new RequestRefusedException(
              RejectReason.OVERLOADED,
              "the gateway holds as many bodies as it may; send the same request again later");
        }
        if (more > bytes.length - length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(maxBody, 2L * (length + more)));
        }
        buffer.read(bytes, length, more);
        length += more;
      } finally {
        DataBufferUtils.release(buffer);
      }
    }

    Body body() {
      return new Body(bytes, length);
    }

    void release() {
      held.addAndGet(-counted);
      counted = 0;
    }
  }
}
