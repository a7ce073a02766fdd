package io.tidegauge.query.rest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.cache.AnswerCache;
import io.tidegauge.query.config.LimitProperties;
import io.tidegauge.query.json.Json;
import io.tidegauge.query.rest.RollupService.LivePart;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Connections;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.Params;
import io.tidegauge.query.web.StalledReader;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * {@code GET /api/v1/rollups}: history and the open window in one answer. The watermark is a header
 * too, because lines and CSV have no place for it.
 */
@Component
final class RollupEndpoints implements Endpoints, DisposableBean {

  /** RFC 3339 in UTC; absent where the tenant is not known. */
  static final String WATERMARK = "Tidegauge-Watermark";

  private final RollupService service;
  private final AnswerCache cache;
  private final LimitProperties limits;
  private final ServiceClock clock;
  private final Counter stalled;

  /** Where answers are written when more of them is wanted, instead of on the event loop. */
  private final Scheduler writers =
      Schedulers.newParallel("rollups-write", Runtime.getRuntime().availableProcessors(), true);

  RollupEndpoints(
      RollupService service,
      AnswerCache cache,
      LimitProperties limits,
      ServiceClock clock,
      MeterRegistry meters) {
    this.service = service;
    this.cache = cache;
    this.limits = limits;
    this.clock = clock;
    this.stalled =
        Counter.builder("tidegauge.query.answers.cut")
            .description("Rollups answers given up because their reader took nothing")
            .tag("reason", "stalled")
            .register(meters);
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            HttpMethod.GET,
            "/api/v1/rollups",
            RollupQuery.PARAMETERS,
            200,
            Format.types(),
            this::rollups));
  }

  private Mono<ServerResponse> rollups(ServerRequest request) {
    HttpHeaders headers = request.headers().asHttpHeaders();
    String tenant = Tenants.of(headers);
    Format format = Format.of(headers.getOrEmpty(HttpHeaders.ACCEPT));
    RollupQuery query =
        RollupQuery.of(tenant, new Params(request.queryParams()), limits, clock.millis());
    LivePart live = service.live(query.range());
    LineWriter writer = new LineWriter(query, live.watermark());
    byte[] head = writer.head(format);
    Flux<byte[]> body =
        Flux.defer(() -> Pieces.gather(writer.body(format, service.lines(query, live))))
            .subscribeOn(writers);
    Flux<byte[]> answer =
        live.closed() && format.watermarkComesFirst() ? cached(query, format, body) : body;
    // The head goes out with the first line, so that a failure before it is a problem document.
    Flux<DataBuffer> bytes =
        answer
            .switchOnFirst(
                (first, all) -> first.isOnError() || head.length == 0 ? all : all.startWith(head))
            .concatMapIterable(Pieces::cut, 1);
    Runnable cut = Connections.cut(request.exchange().getRequest());
    Flux<DataBuffer> limited =
        StalledReader.limit(
            bytes,
            limits.stall(),
            () -> {
              stalled.increment();
              cut.run();
            });
    ServerResponse.BodyBuilder ok =
        ServerResponse.ok()
            .contentType(format.type())
            .cacheControl(CacheControl.noStore())
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT + ", " + Tenants.HEADER);
    if (live.watermark() != LiveBatch.UNKNOWN) {
      ok.header(WATERMARK, Json.time(live.watermark()));
    }
    return ok.body(limited, DataBuffer.class);
  }

  private Flux<byte[]> cached(RollupQuery query, Format format, Flux<byte[]> body) {
    String key =
        AnswerCache.key(query.range().tenant(), query.range().metric(), query + " " + format);
    Flux<byte[]> kept =
        cache.get(key, writers).switchIfEmpty(Flux.defer(() -> cache.keeping(key, body)));
    // What is kept is of before the replay. Without the store what is kept is better than nothing.
    return service
        .isReplayed()
        .onErrorReturn(false)
        .flatMapMany(replayed -> replayed ? body : kept);
  }

  @Override
  public void destroy() {
    writers.dispose();
  }
}
