package io.tidegauge.query.live;

import io.tidegauge.query.security.Tenants;
import io.tidegauge.query.web.Connections;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import io.tidegauge.query.web.Params;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Snapshots, and the feed as Server-Sent Events (WHATWG HTML, section 9.2). */
@Component
final class LiveEndpoints implements Endpoints {

  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  /** How long a browser waits before it comes back, in ms. */
  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

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
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(feed.snapshot(tenant, filter));
  }

  private Mono<ServerResponse> stream(ServerRequest request) {
    String tenant = Tenants.of(request.headers().asHttpHeaders());
    Optional<String> lastEventId =
        Optional.ofNullable(request.headers().firstHeader("Last-Event-ID"))
            .filter(id -> !id.isEmpty());
    Subscription.Request subscription =
        requests.subscription(new Params(request.queryParams()), lastEventId);
    return feed.subscribe(
            tenant, subscription, Connections.writable(request.exchange().getRequest()))
        .flatMap(LiveEndpoints::events);
  }

  private static Mono<ServerResponse> events(Flux<Frame> frames) {
    Flux<byte[]> events = frames.map(LiveEndpoints::event).startWith(RETRY);
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .cacheControl(CacheControl.noStore())
        .header("X-Accel-Buffering", "no")
        .body(
            (response, context) ->
                // Each event is flushed.
                response.writeAndFlushWith(events.map(bytes -> Mono.just(wrap(bytes)))));
  }

  private static DataBuffer wrap(byte[] bytes) {
    return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
  }

  /** The event of a frame. */
  static byte[] event(Frame frame) {
    if (frame.event() == Frame.Event.HEARTBEAT) {
      return HEARTBEAT;
    }
    String head =
        (frame.position().isEmpty() ? "" : "id: " + frame.position() + "\n")
            + "event: "
            + frame.event().text()
            + "\ndata: ";
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] event = new byte[start.length + frame.body().length + 2];
    System.arraycopy(start, 0, event, 0, start.length);
    System.arraycopy(frame.body(), 0, event, start.length, frame.body().length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }
}
