package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import io.tidegauge.query.support.Socket;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The AsyncAPI document is one, and the feeds send what it says. */
class AsyncApiIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
      new ParameterizedTypeReference<>() {};
  private static final long T = Window.H24.start(1_800_000_000_000L);
  private static final Labels A = Labels.of("load", "host", "a");

  private final Harness harness = Harness.get();
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  private final JsonNode document = harness.api("asyncapi").get("/api/v1/asyncapi.json");

  private List<Error> differences(String message, JsonNode value) {
    JsonNode payload = document.at("/components/messages/" + message + "/payload");
    assertThat(payload.isObject()).as("%s is described", message).isTrue();
    ObjectNode schema = JSON.createObjectNode();
    schema.setAll((ObjectNode) payload);
    schema.set("components", document.path("components"));
    return schemas.getSchema(schema).validate(value);
  }

  private Api given(String tenant) {
    harness
        .live()
        .write(
            tenant,
            1,
            T,
            Samples.gauge(
                tenant,
                A,
                1,
                T,
                Double.NaN,
                Samples.rollup(Window.M5, T, 1, State.PROVISIONAL, 1, 2, 3)));
    Api api = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get("/api/v1/live").path("series").size() == 1);
    return api;
  }

  @Test
  void theDocumentIsAnAsyncApiDocument() throws IOException {
    try (InputStream published =
        Objects.requireNonNull(getClass().getResourceAsStream("/asyncapi/3.0.0.schema.json"))) {
      JsonNode schema = JSON.readTree(published);

      assertThat(schemas.getSchema(schema).validate(document)).isEmpty();
      ObjectNode broken = ((ObjectNode) document).deepCopy();
      ((ObjectNode) broken.at("/operations/sendFrames")).put("action", "shout");
      assertThat(schemas.getSchema(schema).validate(broken)).isNotEmpty();
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.findValuesAsString("$ref"))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void eventsAreAsDescribed() {
    String tenant = "asyncapi-sse";
    Api api = given(tenant);
    List<ServerSentEvent<String>> events = new CopyOnWriteArrayList<>();
    Disposable open =
        api.client()
            .get()
            .uri(api.uri("/api/v1/live/stream?since=gone.1-1&maxRate=10"))
            .retrieve()
            .bodyToFlux(EVENT)
            .filter(event -> event.event() != null)
            .subscribe(events::add);
    await().atMost(Duration.ofSeconds(20)).until(() -> events.size() == 2);
    harness.live().write(tenant, 2, T + 1, Samples.gauge(tenant, A, 2, T + 1, 5));
    await().atMost(Duration.ofSeconds(20)).until(() -> events.size() == 3);
    harness.live().write(tenant, 3, T + 2, Samples.ended(tenant, A, 3, T + 2));
    await().atMost(Duration.ofSeconds(20)).until(() -> events.size() == 4);
    open.dispose();

    assertThat(events)
        .extracting(ServerSentEvent::event)
        .containsExactly("reset", "snapshot", "update", "update");
    for (ServerSentEvent<String> event : events) {
      JsonNode data = JSON.readTree(Objects.requireNonNull(event.data()));
      assertThat(differences(Objects.requireNonNull(event.event()), data)).as("%s", data).isEmpty();
      assertThat(differences("error", data)).as("the schemas tell things apart").isNotEmpty();
    }
  }

  @Test
  void messagesAreAsDescribed() {
    String tenant = "asyncapi-ws";
    given(tenant);
    Map<String, String> operations =
        Map.of(
            "subscribe",
            "{\"op\":\"subscribe\",\"id\":\"a\",\"metric\":[\"load\"],\"window\":\"5m\","
                + "\"maxRate\":10,\"since\":\"gone.1-1\"}",
            "unsubscribe",
            "{\"op\":\"unsubscribe\",\"id\":\"b\"}");
    operations.forEach(
        (message, operation) ->
            assertThat(differences(message, JSON.readTree(operation))).isEmpty());
    try (Socket socket = Socket.open(harness.port(), tenant)) {
      operations.values().forEach(socket::send);

      assertThat(differences("framedReset", socket.next("a"))).isEmpty();
      assertThat(differences("framed", socket.next("a"))).isEmpty();
      harness.live().write(tenant, 2, T + 1, Samples.gauge(tenant, A, 2, T + 1, 5));
      assertThat(differences("framed", socket.next("a"))).isEmpty();
      assertThat(differences("error", socket.next("b"))).isEmpty();
      socket.send("{\"op\":\"unsubscribe\",\"id\":\"a\"}");
      JsonNode last = socket.next("a");
      assertThat(differences("unsubscribed", last)).isEmpty();
      assertThat(differences("framed", last)).as("the schemas tell things apart").isNotEmpty();
    }
  }

  @Test
  void theParametersAreThoseThatASubscriptionTakes() {
    assertThat(
            document.at("/components/schemas/Subscribe/properties").propertyNames().stream()
                .filter(name -> !name.equals("op") && !name.equals("id"))
                .collect(Collectors.toSet()))
        .isEqualTo(LiveRequests.SUBSCRIPTION);
    assertThat(document.at("/channels").valueStream().map(c -> c.path("address").asString()))
        .containsExactlyInAnyOrder("/api/v1/live/stream", "/api/v1/live/ws");
  }
}
