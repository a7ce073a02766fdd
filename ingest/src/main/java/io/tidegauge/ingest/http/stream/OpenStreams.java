package io.tidegauge.ingest.http.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.http.HttpProperties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The native streams that are open, and what they hold. Thread-safe. */
@Component
final class OpenStreams {

  private final AtomicInteger open = new AtomicInteger();
  private final HeldBytes held;
  private final int max;

  OpenStreams(HttpProperties properties, HeldBytes held, MeterRegistry meters) {
    this.held = held;
    this.max = properties.maxStreams();
    Gauge.builder("tidegauge.ingest.streams", open, AtomicInteger::get)
        .description("native streams that are open")
        .register(meters);
  }

  /**
   * A stream that counts from its subscription to its end.
   *
   * @param stream of what it may hold
   * @return fails with {@link RejectReason#TOO_MANY_STREAMS} where no more may be opened
   */
  <T> Flux<T> open(Function<HeldBytes.Share, Flux<T>> stream) {
    return Flux.defer(
        () -> {
          if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return Flux.error(
                new RequestRefusedException(
                    RejectReason.TOO_MANY_STREAMS,
                    "as many streams are open as may be ("
                        + max
                        + "); send again later, or several senders' lines over one stream"));
          }
          HeldBytes.Share share = held.share();
          return stream
              .apply(share)
              .doFinally(
                  signal -> {
                    share.close();
                    open.decrementAndGet();
                  });
        });
  }
}
