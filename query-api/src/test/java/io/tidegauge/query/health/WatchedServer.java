package io.tidegauge.query.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/**
 * The server mx-1 of any tenant, whose queue a test sets, as some nodes on one PostgreSQL see it.
 */
final class WatchedServer {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  /** A rule for its queue: warning from 10 on, critical from 100 on. */
  static final String QUEUE =
      "{\"name\": \"Queue\", \"signal\": \"metric\", \"metric\": \"queue\","
          + " \"match\": [\"name:mail\"], \"warning\": 10, \"critical\": 100}";

  private final Harness harness;
  private final List<ConfigurableApplicationContext> nodes;
  private long offset = 1;

  WatchedServer(Harness harness, List<ConfigurableApplicationContext> nodes) {
    this.harness = harness;
    this.nodes = List.copyOf(nodes);
  }

  /** Nodes that look often. */
  static Map<String, String> settings() {
    return Map.of(
        "tidegauge.postgres.timeout", "4s",
        "tidegauge.query.health.every", "500ms",
        "tidegauge.query.health.lease", "10s",
        "tidegauge.query.health.rules", "6");
  }

  /** The nodes' time, ms. */
  long now() {
    return nodes.getFirst().getBean(ServiceClock.class).millis();
  }

  /** Sets the queue. */
  void sample(String tenant, double value) {
    long now = now();
    harness
        .live()
        .write(
            tenant,
            ++offset,
            now,
            Samples.gauge(
                tenant, Labels.of("queue", "host", "mx-1", "name", "mail"), offset, now, value),
            // Of the same metric, and none of the rule's.
            Samples.gauge(
                tenant, Labels.of("queue", "host", "mx-1", "name", "spam"), offset, now, 1e9));
  }

  /** It is well, on all nodes and in PostgreSQL, with a rule of its own. */
  void given(String tenant) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> apis(tenant).stream().allMatch(api -> rules(api).size() == 3));
    put(apis(tenant).getFirst(), "queue", QUEUE, 201);
    // Once seen, so that all look.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              sample(tenant, 5);
              return isRecorded(tenant, "healthy");
            });
  }

  /** Its queue has a length until its state is the one that is expected. */
  void becomes(String tenant, double value, String state) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              sample(tenant, value);
              return isRecorded(tenant, state);
            });
  }

  /** Whether its state is recorded, and shown by all nodes since the same time. */
  boolean isRecorded(String tenant, String state) {
    // All nodes may agree before it is recorded: they look at the same moments.
    HealthStore store = nodes.getFirst().getBean(HealthStore.class);
    ServerHealth recorded =
        Objects.requireNonNull(store.states(tenant).block(PATIENCE)).get("mx-1");
    if (recorded == null || !recorded.state().label().equals(state)) {
      return false;
    }
    List<JsonNode> shown = apis(tenant).stream().map(WatchedServer::json).toList();
    return shown.stream()
            .allMatch(
                server ->
                    server.path("state").asString().equals(state)
                        && server.path("stateSince").isString())
        && shown.stream().map(server -> server.path("stateSince")).distinct().count() == 1;
  }

  private List<Api> apis(String tenant) {
    return nodes.stream().map(node -> new Api(Harness.port(node), tenant)).toList();
  }

  /** As a node shows it. */
  static JsonNode json(Api api) {
    return api.get("/api/v1/servers/mx-1");
  }

  /** Its changes of state, the newest first. */
  static List<String> events(Api api) {
    return api.get("/api/v1/events?server=mx-1")
        .path("events")
        .valueStream()
        .map(event -> event.path("from").asString() + " to " + event.path("to").asString())
        .toList();
  }

  /** The ids of a tenant's rules. */
  static List<String> rules(Api api) {
    return api.get("/api/v1/rules")
        .path("rules")
        .valueStream()
        .map(rule -> rule.path("id").asString())
        .toList();
  }

  /** Writes a rule, which must be answered with a status. */
  static void put(Api api, String id, String rule, int status) {
    var answer = api.send(HttpMethod.PUT, "/api/v1/rules/" + id, rule);
    assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
  }
}
