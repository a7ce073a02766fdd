package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.util.retry.Retry;

/**
 * Sends over the native stream: one request a call, JSON lines up, acknowledgements down while they
 * go. What was not acknowledged is sent again from there. Observations go with a producer's id and
 * sequence numbers, so that they count once too.
 */
public final class NativeStreamSender implements SampleSender {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final HttpCalls calls;
  private final String producer;
  private final int tries;
  private final AtomicLong sequence = new AtomicLong();

  /** A sender to a gateway; {@code producer} is a name that no other sender has. */
  public NativeStreamSender(HttpCalls calls, String producer, int tries) {
    this.calls = calls;
    this.producer = producer;
    this.tries = tries;
  }

  @Override
  public Mono<Outcome> send(List<LoadSample> samples) {
    return Mono.defer(
        () -> {
          Delivery delivery = new Delivery(samples, sequence.getAndAdd(samples.size()));
          return Flux.defer(() -> request(delivery))
              .then(Mono.defer(() -> complete(delivery)))
              .retryWhen(
                  Retry.backoff(tries - 1L, FIRST_PAUSE)
                      .maxBackoff(LONGEST_PAUSE)
                      .filter(e -> !(e instanceof CallException))
                      .onRetryExhaustedThrow((spec, signal) -> gaveUp(signal.failure())));
        });
  }

  private Flux<byte[]> request(Delivery delivery) {
    List<LoadSample> rest = delivery.begin();
    boolean observations = rest.stream().anyMatch(s -> s.series().kind() == Kind.OBSERVATION);
    return calls
        .client()
        .headers(
            headers -> {
              headers.set("Content-Type", "application/x-ndjson");
              if (observations) {
                headers.set("Tidegauge-Producer", producer);
                headers.set("Tidegauge-Sequence", delivery.sequence());
              }
            })
        .post()
        .uri(calls.uri("/v1/stream"))
        .send(ByteBufFlux.fromString(Flux.fromIterable(rest).map(NdjsonEncoder::line)))
        .response(
            (response, body) ->
                response.status().code() == 200
                    ? body.asByteArray().doOnNext(delivery::accept)
                    : refused(response.status().code(), body));
  }

  private static Flux<byte[]> refused(int status, ByteBufFlux body) {
    return body.aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .flatMapMany(
            text ->
                Flux.error(
                    status == 429 || status >= 500
                        ? new StreamCutException("HTTP " + status + ": " + text)
                        : new CallException("refused with HTTP " + status + ": " + text)));
  }

  private static Mono<Outcome> complete(Delivery delivery) {
    return delivery.isComplete()
        ? Mono.just(delivery.outcome())
        : Mono.error(new StreamCutException("it ended before everything was acknowledged"));
  }

  private CallException gaveUp(Throwable cause) {
    return new CallException(
        calls.base()
            + " did not take it in "
            + tries
            + " tries, the last time: "
            + cause.getMessage(),
        cause);
  }
}
