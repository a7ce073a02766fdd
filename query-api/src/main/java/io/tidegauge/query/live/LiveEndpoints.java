package io.tidegauge.query.live;

import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.AnswerBody;
import io.tidegauge.query.web.Connections;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.Params;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** Snapshots, and the feed as Server-Sent Events (WHATWG HTML, section 9.2). */
@Component
final class LiveEndpoints implements Endpoints {

  /** How long a browser waits before it comes back, in ms. */
  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

  private static final int SOONEST_MILLIS = 2_000;
  private static final int LATEST_MILLIS = 8_000;

  private final Feed feed;
  private final LiveRequests requests;

  LiveEndpoints(Feed feed, LiveRequests requests) {
    this.feed = feed;
    this.requests = requests;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.json(HttpMethod.GET, "/api/v1/live", LiveRequests.FILTER, this::snapshot),
        new Endpoint(
            HttpMethod.GET,
            "/api/v1/live/stream",
            LiveRequests.SUBSCRIPTION,
            200,
            List.of("text/event-stream"),
            this::stream));
  }

  private Mono<ServerResponse> snapshot(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    LiveFilter filter = requests.filter(new Params(request.queryParams()));
    return feed.snapshot(tenant, filter)
        .flatMap(
            body ->
                ServerResponse.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .cacheControl(CacheControl.noStore())
                    .bodyValue(body));
  }

  private Mono<ServerResponse> stream(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    Optional<String> lastEventId =
        Optional.ofNullable(request.headers().firstHeader("Last-Event-ID"))
            .filter(id -> !id.isEmpty());
    Subscription.Request subscription =
        requests.subscription(new Params(request.queryParams()), lastEventId);
    return feed.admit(tenant, subscription)
        .flatMap(admitted -> follow(request.exchange(), admitted))
        .onErrorResume(
            ProblemException.class,
            problem ->
                isOver(problem) && isEventSource(request)
                    ? events(event(comeBack(problem)), Mono.empty())
                    : Mono.error(problem));
  }

  /** Whether it may be better soon, or at another node. */
  private static boolean isOver(ProblemException problem) {
    return problem.type().status().is5xxServerError();
  }

  /** An EventSource asks for nothing else; curl and the like take a status for what it is. */
  private static boolean isEventSource(ServerRequest request) {
    return request.headers().accept().contains(MediaType.TEXT_EVENT_STREAM);
  }

  /**
   * What a browser is told where it cannot be served now. Any status but 200 would end its
   * EventSource for good; a stream that ends lets it come back, each at another time.
   */
  private static byte[] comeBack(ProblemException problem) {
    int millis = ThreadLocalRandom.current().nextInt(SOONEST_MILLIS, LATEST_MILLIS);
    return ("retry: "
            + millis
            + "\nevent: unavailable\ndata: "
            + new String(problem.document(), StandardCharsets.UTF_8)
            + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The first event by the framework, with the head of the answer; the feed goes past it, and is
   * begun when nothing is left of what the framework needs for a body.
   */
  private static Mono<ServerResponse> follow(ServerWebExchange exchange, Feed.Admitted admitted) {
    Mono<Void> feed =
        Mono.defer(
                () -> {
                  Connections.keepLittle(exchange.getRequest());
                  return admitted
                      // No frame goes through it: nothing waits there.
                      .frames(
                          FluxSink.OverflowStrategy.ERROR,
                          sink -> new EventStream(AnswerBody.of(exchange), sink))
                      .then();
                })
            .onErrorComplete(StalledException.class);
    return events(event(RETRY), feed);
  }

  private static Mono<DataBuffer> event(byte[] bytes) {
    return Mono.fromSupplier(() -> DefaultDataBufferFactory.sharedInstance.wrap(bytes));
  }

  /** An event, which is flushed, and then what follows it. */
  private static Mono<ServerResponse> events(Mono<DataBuffer> first, Mono<Void> then) {
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no")
        .body((response, context) -> response.writeAndFlushWith(Flux.just(first)).then(then));
  }
}
