package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.ended;
import static io.tidegauge.query.support.Samples.gauge;
import static io.tidegauge.query.support.Samples.rollup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The feed as Server-Sent Events, from the live topic to a client. */
class LiveStreamIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
      new ParameterizedTypeReference<>() {};
  private static final long T = 1_800_000_000_000L;

  private final Harness harness = Harness.get();
  private final List<Disposable> open = new ArrayList<>();

  private List<ServerSentEvent<String>> listen(String tenant, String query, String lastEventId) {
    List<ServerSentEvent<String>> events = new CopyOnWriteArrayList<>();
    var request =
        harness
            .api(tenant)
            .client()
            .get()
            .uri(harness.api(tenant).uri("/api/v1/live/stream" + query));
    if (!lastEventId.isEmpty()) {
      request = request.header("Last-Event-ID", lastEventId);
    }
    open.add(
        request
            .retrieve()
            .bodyToFlux(EVENT)
            .filter(event -> event.event() != null)
            .subscribe(events::add));
    return events;
  }

  @org.junit.jupiter.api.AfterEach
  void hangUp() {
    open.forEach(Disposable::dispose);
  }

  private static ServerSentEvent<String> event(List<ServerSentEvent<String>> events, int index) {
    await().atMost(Duration.ofSeconds(20)).until(() -> events.size() > index);
    return events.get(index);
  }

  private static JsonNode data(ServerSentEvent<String> event) {
    return JSON.readTree(Objects.requireNonNull(event.data()));
  }

  @Test
  void snapshotUpdatesAndResume() {
    String tenant = "sse";
    Labels a = Labels.of("load", "host", "a");
    Labels b = Labels.of("load", "host", "b");
    harness
        .live()
        .write(
            tenant,
            1,
            T,
            gauge(tenant, a, 1, T, 1, rollup(Window.M5, T, 1, State.PROVISIONAL, 1)),
            gauge(tenant, b, 1, T, 2));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> snapshot(tenant, "").path("series").size() == 2);

    List<ServerSentEvent<String>> events = listen(tenant, "?metric=load&maxRate=10", "");
    ServerSentEvent<String> first = event(events, 0);
    assertThat(first.event()).isEqualTo("snapshot");
    assertThat(data(first).path("series").size()).isEqualTo(2);
    assertThat(data(first).path("position").asString()).isEqualTo(first.id());

    harness.live().write(tenant, 2, T + 1, gauge(tenant, b, 2, T + 1, 3));
    ServerSentEvent<String> second = event(events, 1);
    assertThat(second.event()).isEqualTo("update");
    assertThat(data(second).path("series").size()).isEqualTo(1);
    assertThat(data(second).path("series").get(0).path("value").asDouble()).isEqualTo(3);

    harness.live().write(tenant, 3, T + 2, gauge(tenant, a, 3, T + 2, 7));
    harness.live().write(tenant, 4, T + 2, ended(tenant, b, 4, T + 2));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> snapshot(tenant, "").path("series").size() == 1);
    List<ServerSentEvent<String>> resumed =
        listen(tenant, "?metric=load", Objects.requireNonNull(second.id()));
    ServerSentEvent<String> third = event(resumed, 0);
    assertThat(third.event()).isEqualTo("update");
    assertThat(data(third).path("series").valueStream().map(s -> s.path("ended").asBoolean()))
        .containsExactlyInAnyOrder(true, false);

    List<ServerSentEvent<String>> lost = listen(tenant, "?since=gone.1-1", "");
    assertThat(event(lost, 0).event()).isEqualTo("reset");
    assertThat(event(lost, 1).event()).isEqualTo("snapshot");
  }

  private JsonNode snapshot(String tenant, String query) {
    return harness.api(tenant).get("/api/v1/live" + query);
  }

  /** Else a node that is to stop waits half a minute for streams that never end. */
  @Test
  void endsWhenTheNodeIsToStopAndGoesOnAtAnother() throws Exception {
    String tenant = "sse-stop";
    Labels a = Labels.of("load", "host", "a");
    harness.live().write(tenant, 1, T, gauge(tenant, a, 1, T, 1));
    ConfigurableApplicationContext stopping = harness.another(Map.of());
    Api leaving = new Api(Harness.port(stopping), tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions() // it is not ready yet
        .until(() -> leaving.get("/api/v1/live").path("series").size() == 1);
    List<ServerSentEvent<String>> events = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    open.add(
        leaving
            .client()
            .get()
            .uri(leaving.uri("/api/v1/live/stream?metric=load"))
            .retrieve()
            .bodyToFlux(EVENT)
            .filter(event -> event.event() != null)
            .subscribe(events::add, ended::completeExceptionally, () -> ended.complete(null)));
    ServerSentEvent<String> first = event(events, 0);
    Socket socket = Socket.open(Harness.port(stopping), tenant);
    socket.send("{\"op\":\"subscribe\",\"id\":\"a\",\"metric\":\"load\"}");
    assertThat(socket.next("a").path("event").asString()).isEqualTo("snapshot");

    stopping.getBean(LiveFeed.class).stop();

    ended.get(5, TimeUnit.SECONDS);
    await().atMost(Duration.ofSeconds(5)).until(socket::isClosed);
    harness.live().write(tenant, 2, T + 1, gauge(tenant, a, 2, T + 1, 5));
    List<ServerSentEvent<String>> resumed =
        listen(tenant, "?metric=load", Objects.requireNonNull(first.id()));
    // The first may be there before the other node has read what was written.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                resumed.stream()
                    .map(event -> data(event).path("series").path(0).path("value").asDouble(0))
                    .anyMatch(value -> value == 5));
    assertThat(resumed).extracting(ServerSentEvent::event).containsOnly("update");
  }

  /** The first series of a tenant, as of when it is live. */
  private void writeFirst(String tenant, Labels labels) {
    harness.live().write(tenant, 1, T, gauge(tenant, labels, 1, T, 1));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> snapshot(tenant, "").path("series").size() == 1);
  }

  /** Byte for byte as it comes over HTTP, by the text of the standard. */
  @Test
  void aBrowserReadsRetryPositionsAndEvents() {
    String tenant = "sse-standard";
    Labels a = Labels.of("load", "host", "a\nid: 1\u2028𝄞");
    writeFirst(tenant, a);
    List<SseEvent> events = new CopyOnWriteArrayList<>();
    List<Long> retries = new CopyOnWriteArrayList<>();
    SseParser parser = new SseParser("", events::add, retries::add);

    Api api = harness.api(tenant);
    open.add(
        api.client()
            .get()
            .uri(api.uri("/api/v1/live/stream?maxRate=10"))
            .accept(MediaType.TEXT_EVENT_STREAM)
            .retrieve()
            .bodyToFlux(byte[].class)
            .subscribe(parser::accept));
    await().atMost(Duration.ofSeconds(20)).until(() -> events.size() == 1);
    harness.live().write(tenant, 2, T + 1, gauge(tenant, a, 2, T + 1, 2));
    await().atMost(Duration.ofSeconds(20)).until(() -> events.size() == 2);

    assertThat(retries).containsExactly(1_000L);
    assertThat(events).extracting(SseEvent::type).containsExactly("snapshot", "update");
    for (SseEvent event : events) {
      JsonNode body = JSON.readTree(event.data());
      assertThat(event.lastEventId()).isEqualTo(body.path("position").asString());
      assertThat(body.at("/series/0/labels/host").asString()).isEqualTo(a.get("host"));
    }
  }

  /** Over HTTP/2 the same bytes, in frames of its own. */
  @Test
  void theSameOverHttp2() {
    String tenant = "sse-http2";
    Labels a = Labels.of("load", "host", "a");
    writeFirst(tenant, a);
    List<SseEvent> events = new CopyOnWriteArrayList<>();
    List<Long> retries = new CopyOnWriteArrayList<>();
    SseParser parser = new SseParser("", events::add, retries::add);

    open.add(
        HttpClient.create()
            .protocol(HttpProtocol.H2C)
            .headers(headers -> headers.set("X-Scope-OrgID", tenant))
            .get()
            .uri(harness.api(tenant).uri("/api/v1/live/stream?maxRate=10"))
            .responseContent()
            .asByteArray()
            .subscribe(parser::accept));
    await().atMost(Duration.ofSeconds(20)).until(() -> events.size() == 1);
    for (int i = 2; i <= 4; i++) {
      int seen = events.size();
      harness.live().write(tenant, i, T + i, gauge(tenant, a, i, T + i, i));
      await().atMost(Duration.ofSeconds(20)).until(() -> events.size() > seen);
    }

    assertThat(retries).containsExactly(1_000L);
    assertThat(events.getFirst().type()).isEqualTo("snapshot");
    assertThat(JSON.readTree(events.getLast().data()).at("/series/0/value").asDouble())
        .isEqualTo(4);
  }

  @Test
  void filtersByMatchServerAndWindow() {
    String tenant = "sse-filters";
    Labels a = Labels.of("load", "host", "a", "zone", "x");
    Labels b = Labels.of("cpu", "host", "b");
    harness
        .live()
        .write(
            tenant,
            1,
            T,
            gauge(
                tenant,
                a,
                1,
                T,
                1,
                rollup(Window.M5, T, 1, State.PROVISIONAL, 1),
                rollup(Window.M15, T, 1, State.BASE, 5)),
            gauge(tenant, b, 1, T, 2));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> snapshot(tenant, "").path("series").size() == 2);

    assertThat(snapshot(tenant, "?match=zone:x").path("series").size()).isEqualTo(1);
    assertThat(snapshot(tenant, "?match=zone:").path("series").get(0).path("metric").asString())
        .isEqualTo("cpu");
    assertThat(snapshot(tenant, "?server=b&server=c").path("series").size()).isEqualTo(1);
    JsonNode windows =
        snapshot(tenant, "?metric=load&window=15m").path("series").get(0).path("windows");
    assertThat(windows.propertyNames()).containsExactly("15m");
    assertThat(windows.path("15m").path("sum").asDouble()).isEqualTo(6);
    assertThat(snapshot("sse-other-tenant", "").path("series").size()).isZero();
  }

  @Test
  void arrivesWithinAQuarterOfASecond() {
    String tenant = "sse-latency";
    Labels a = Labels.of("load", "host", "a");
    harness.live().write(tenant, 1, T, gauge(tenant, a, 1, T, 0));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> snapshot(tenant, "").path("series").size() == 1);
    List<ServerSentEvent<String>> events = listen(tenant, "?metric=load&maxRate=10", "");
    event(events, 0);
    List<Long> delays = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      double value = i;
      long start = System.nanoTime();
      harness.live().write(tenant, 1 + i, T + i, gauge(tenant, a, 1 + i, T + i, value));
      await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> data(events.getLast()).path("series").get(0).path("value").asDouble() == value);
      delays.add((System.nanoTime() - start) / 1_000_000);
    }
    delays.sort(Long::compare);
    // The median, so that a machine with other work to do does not decide.
    assertThat(delays.get(10)).as("delays in ms: %s", delays).isLessThan(250);
  }
}
