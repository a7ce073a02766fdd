package io.tidegauge.query.store;

import io.netty.channel.ChannelOption;
import io.tidegauge.query.config.ClickHouseProperties;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/**
 * Tells a server that takes its time from one that hangs: while statements run, all together ask
 * the server for a ping twice a second, and all end when it does not come. Any answer is one.
 * Thread-safe, never blocks.
 */
final class Heartbeat {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Flux<Object> lost;

  Heartbeat(ClickHouseProperties properties) {
    URI address = properties.url().resolve("/ping");
    Duration patience = properties.pingTimeout();
    HttpClient client =
        HttpClient.newConnection()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(patience.toMillis()));
    // Not called off with the last statement, and never an error that nobody waits for any more.
    Mono<Boolean> ping =
        Mono.fromFuture(
            () ->
                client
                    .get()
                    .uri(address)
                    .response()
                    .timeout(patience)
                    .thenReturn(true)
                    .onErrorReturn(false)
                    .toFuture(),
            true);
    Mono<Object> silence =
        Mono.error(
            () -> new IOException(address + " is silent for " + patience.toMillis() + " ms"));
    this.lost =
        Flux.interval(FIRST, INTERVAL, Schedulers.parallel())
            .onBackpressureDrop()
            .concatMap(tick -> ping.flatMap(answered -> answered ? Mono.empty() : silence), 1)
            .share();
  }

  /** The same rows, cut with an error when the server does not answer a ping. */
  <T> Flux<T> whileItAnswers(Flux<T> rows) {
    return rows.takeUntilOther(lost);
  }
}
