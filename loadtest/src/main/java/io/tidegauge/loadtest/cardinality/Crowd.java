package io.tidegauge.loadtest.cardinality;

import io.tidegauge.loadtest.http.HttpCalls;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import io.tidegauge.loadtest.send.Outcome;
import io.tidegauge.loadtest.send.RemoteWriteSender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A tenant that sends one sample of each of many new series, spread evenly over a time. */
final class Crowd {

  private static final int BATCH = 1000;
  private static final int AT_ONCE = 8;

  private final RemoteWriteSender sender;
  private final InstantSource clock;
  private final String tenant;
  private final int series;
  private final Duration length;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private CompletableFuture<Void> all = new CompletableFuture<>();
  private volatile long nanos;

  Crowd(HttpCalls calls, InstantSource clock, String tenant, int series, Duration length) {
    this.sender = new RemoteWriteSender(calls);
    this.clock = clock;
    this.tenant = tenant;
    this.series = series;
    this.length = length;
  }

  /** Begins to send. */
  void start() {
    long start = System.nanoTime();
    int batches = Math.ceilDiv(series, BATCH);
    all =
        Flux.interval(length.dividedBy(batches))
            .onBackpressureBuffer(batches)
            .take(batches)
            .flatMap(number -> send(number.intValue()), AT_ONCE)
            .doOnNext(this::count)
            .then()
            .doOnSuccess(done -> nanos = System.nanoTime() - start)
            .toFuture();
  }

  /**
   * Returns when all is accepted or refused.
   *
   * @throws IllegalStateException where it took too long, or could not be sent
   */
  void await(Duration patience) throws InterruptedException {
    try {
      all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not all new series were sent in " + patience, e);
    }
  }

  private Mono<Outcome> send(int batch) {
    long now = clock.millis();
    List<LoadSample> samples =
        IntStream.range(batch * BATCH, Math.min(series, (batch + 1) * BATCH))
            .mapToObj(i -> new LoadSample(series(i), now, i))
            .toList();
    return sender.send(samples);
  }

  private static LoadSeries series(int number) {
    Map<String, String> labels =
        Map.of("host", "host-" + number % 100, "request_id", Integer.toHexString(number));
    return new LoadSeries("crowd_requests", new TreeMap<>(labels), Kind.GAUGE);
  }

  private void count(Outcome outcome) {
    accepted.add(outcome.accepted());
    refused.add(outcome.refused());
  }

  String tenant() {
    return tenant;
  }

  long accepted() {
    return accepted.sum();
  }

  /** By the gateway, for good. */
  long refused() {
    return refused.sum();
  }

  /** How long it took. */
  long nanos() {
    return nanos;
  }
}
