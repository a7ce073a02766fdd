package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * Sends over the native stream: one request a call, JSON lines up, acknowledgements down while they
 * go. What was not acknowledged is sent again from there. Observations go with a producer's id and
 * sequence numbers, so that they count once too. A line is a batch of up to {@value #BATCH}
 * samples.
 */
public final class NativeStreamSender implements SampleSender {

  /** The most samples of a line. */
  public static final int BATCH = 50;

  private final HttpCalls calls;
  private final String producer;
  private final AtomicLong sequence = new AtomicLong();

  /** A sender to a gateway; {@code producer} is a name that no other sender has. */
  public NativeStreamSender(HttpCalls calls, String producer) {
    this.calls = calls;
    this.producer = producer;
  }

  @Override
  public Mono<Outcome> send(List<LoadSample> samples) {
    return Mono.defer(() -> send(samples, sequence.getAndAdd(batches(samples.size()))));
  }

  /** How many batches, and so sequence numbers, that many samples take. */
  public static int batches(int samples) {
    return Math.ceilDiv(samples, BATCH);
  }

  /**
   * Sends samples under sequence numbers of the caller's choice: of samples that were sent before,
   * to send them once more as an agent does that did not see the acknowledgement. The first batch
   * has the first number.
   */
  public Mono<Outcome> send(List<LoadSample> samples, long firstSequence) {
    return Mono.defer(
        () -> {
          Delivery delivery = new Delivery(inBatches(samples), firstSequence);
          return Flux.defer(() -> request(delivery))
              .then(Mono.defer(() -> complete(delivery)))
              .doOnError(e -> calls.failed())
              .retryWhen(
                  calls
                      .patience()
                      .retry(e -> !(e instanceof CallException))
                      .onRetryExhaustedThrow((spec, signal) -> gaveUp(signal.failure())));
        });
  }

  private Flux<byte[]> request(Delivery delivery) {
    List<List<LoadSample>> rest = delivery.begin();
    boolean observations =
        rest.stream().flatMap(List::stream).anyMatch(s -> s.series().kind() == Kind.OBSERVATION);
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

  private static List<List<LoadSample>> inBatches(List<LoadSample> samples) {
    return IntStream.range(0, batches(samples.size()))
        .mapToObj(i -> samples.subList(i * BATCH, Math.min(samples.size(), (i + 1) * BATCH)))
        .toList();
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
            + calls.patience().tries()
            + " tries, the last time: "
            + cause.getMessage(),
        cause);
  }
}
