package io.tidegauge.query.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import io.tidegauge.query.support.SchemaCheck;
import io.tidegauge.query.support.StoppableEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Two nodes on one PostgreSQL: the same states, rules that follow, each change told once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Several looks and passes of both nodes. */
  private static final Duration LONGER = Duration.ofSeconds(3);

  private static final String QUEUE =
      "{\"name\": \"Queue\", \"signal\": \"metric\", \"metric\": \"queue\","
          + " \"match\": [\"name:mail\"], \"warning\": 10, \"critical\": 100}";

  private final Harness harness = Harness.get();
  private final StoppableEngine postgres;
  private final ConfigurableApplicationContext one;
  private final ConfigurableApplicationContext other;
  private long offset = 1;

  HealthIT(@TempDir Path directory) {
    postgres = StoppableEngine.start(Engine.POSTGRES, directory.resolve("p"));
    PostgresEndpoint metadata = postgres.postgres();
    Map<String, String> settings =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("tidegauge.postgres.host", metadata.host()),
                Map.entry("tidegauge.postgres.port", Integer.toString(metadata.port())),
                Map.entry("tidegauge.postgres.database", metadata.database()),
                Map.entry("tidegauge.postgres.username", metadata.username()),
                Map.entry("tidegauge.postgres.password", metadata.password()),
                Map.entry("tidegauge.postgres.admin-username", metadata.adminUsername()),
                Map.entry("tidegauge.postgres.admin-password", metadata.adminPassword()),
                Map.entry("tidegauge.postgres.timeout", "4s"),
                Map.entry("tidegauge.query.health.every", "500ms"),
                Map.entry("tidegauge.query.health.lease", "10s"),
                Map.entry("tidegauge.query.health.rules", "6")));
    one = harness.another(settings);
    other = harness.another(settings);
  }

  @AfterAll
  void stop() {
    postgres.close();
  }

  private Api one(String tenant) {
    return new Api(Harness.port(one), tenant);
  }

  private Api other(String tenant) {
    return new Api(Harness.port(other), tenant);
  }

  private void sample(String tenant, double value) {
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

  private long now() {
    return one.getBean(ServiceClock.class).millis();
  }

  private static double leads(ConfigurableApplicationContext node) {
    return node.getBean(MeterRegistry.class).get("tidegauge.query.health.leads").gauge().value();
  }

  private static JsonNode server(Api api) {
    return api.get("/api/v1/servers/mx-1");
  }

  private static String state(Api api) {
    return server(api).path("state").asString();
  }

  private static void put(Api api, String id, String rule, int status) {
    var answer = api.send(HttpMethod.PUT, "/api/v1/rules/" + id, rule);
    assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
  }

  private static List<String> events(Api api) {
    return api.get("/api/v1/events?server=mx-1")
        .path("events")
        .valueStream()
        .map(event -> event.path("from").asString() + " to " + event.path("to").asString())
        .toList();
  }

  private static List<String> rules(Api api) {
    return api.get("/api/v1/rules")
        .path("rules")
        .valueStream()
        .map(rule -> rule.path("id").asString())
        .toList();
  }

  /** A server that is well, on both nodes and in PostgreSQL, with a rule of its own. */
  private void given(String tenant) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> rules(one(tenant)).size() == 3 && rules(other(tenant)).size() == 3);
    put(one(tenant), "queue", QUEUE, 201);
    // Once seen, so that both look.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              sample(tenant, 5);
              return isRecorded(tenant, "healthy");
            });
  }

  private boolean isRecorded(String tenant, String state) {
    // Both nodes may agree before it is recorded: they look at the same moments.
    ServerHealth recorded =
        Objects.requireNonNull(one.getBean(HealthStore.class).states(tenant).block(PATIENCE))
            .get("mx-1");
    if (recorded == null || !recorded.state().label().equals(state)) {
      return false;
    }
    for (ConfigurableApplicationContext node : List.of(one, other)) {
      JsonNode server = server(new Api(Harness.port(node), tenant));
      if (!server.path("state").asString().equals(state) || !server.path("stateSince").isString()) {
        return false;
      }
    }
    return Objects.equals(
        server(one(tenant)).path("stateSince"), server(other(tenant)).path("stateSince"));
  }

  private void becomes(String tenant, double value, String state) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              sample(tenant, value);
              return isRecorded(tenant, state);
            });
  }

  @Test
  void eachChangeIsToldOnceThoughTwoNodesSeeIt() {
    String tenant = "health-once";
    given(tenant);

    becomes(tenant, 50, "warning");
    becomes(tenant, 500, "critical");

    await()
        .during(LONGER)
        .atMost(PATIENCE)
        .until(
            () -> events(other(tenant)),
            List.of("warning to critical", "healthy to warning")::equals);
    JsonNode answer = one(tenant).get("/api/v1/events?limit=1");
    JsonNode event = answer.path("events").get(0);
    assertThat(event.path("findings").get(0).path("rule").asString()).isEqualTo("queue");
    assertThat(event.path("findings").get(0).path("value").asDouble()).isEqualTo(500);
    assertThat(event.path("time").asString())
        .isEqualTo(server(one(tenant)).path("stateSince").asString());
    assertThat(answer.path("events").size()).isEqualTo(1);
    JsonNode document = one(tenant).get("/api/v1/openapi.json");
    assertThat(
            new SchemaCheck(document)
                .differences(document.at("/components/schemas/Events"), answer))
        .isEmpty();
    assertThat(
            new SchemaCheck(document)
                .differences(document.at("/components/schemas/Server"), server(other(tenant))))
        .isEmpty();
    assertThat(leads(one) + leads(other)).isEqualTo(1);
  }

  @Test
  void anEditedRuleIsFollowed() {
    String tenant = "health-edited";
    given(tenant);
    becomes(tenant, 50, "warning");

    put(other(tenant), "queue", QUEUE.replace("10,", "60,"), 200);
    becomes(tenant, 50, "healthy");
    put(one(tenant), "queue", QUEUE.replace("100", "40"), 200);
    becomes(tenant, 50, "critical");
    var deleted = other(tenant).exchange(HttpMethod.DELETE, "/api/v1/rules/queue", MediaType.ALL);
    assertThat(deleted.getStatusCode().value()).isEqualTo(204);
    becomes(tenant, 50, "healthy");

    assertThat(events(one(tenant)))
        .containsExactly(
            "critical to healthy",
            "healthy to critical",
            "warning to healthy",
            "healthy to warning");
  }

  @Test
  void defaultsThatWereDeletedStayAway() {
    String tenant = "health-defaults";
    await().atMost(PATIENCE).ignoreExceptions().until(() -> rules(one(tenant)).size() == 3);
    assertThat(rules(one(tenant))).containsExactlyInAnyOrder("cpu", "disk", "memory");

    one(tenant).exchange(HttpMethod.DELETE, "/api/v1/rules/cpu", MediaType.ALL);
    assertThat(rules(other(tenant))).containsExactly("disk", "memory");
    put(other(tenant), "a", "{\"signal\": \"load1\", \"warning\": 8}", 201);

    assertThat(rules(one(tenant))).containsExactly("a", "disk", "memory");
    assertThat(rules(one("health-other"))).containsExactlyInAnyOrder("cpu", "disk", "memory");
    for (String id : List.of("b", "c", "d")) {
      put(one(tenant), id, "{\"signal\": \"load1\", \"critical\": 8}", 201);
    }
    put(one(tenant), "e", "{\"signal\": \"load1\", \"critical\": 8}", 409);
    put(one(tenant), "d", "{\"signal\": \"load1\", \"critical\": 9}", 200);
  }

  @Test
  void aTenantSeesItsOwnOnly() throws SQLException {
    String tenant = "health-mine";
    given(tenant);
    becomes(tenant, 50, "warning");

    Api stranger = other("health-stranger");
    assertThat(stranger.get("/api/v1/events").path("events").size()).isZero();
    assertThat(rules(stranger)).doesNotContain("queue");
    Long edits = one.getBean(RuleStore.class).edits().block(PATIENCE);
    assertThat(
            stranger
                .exchange(HttpMethod.DELETE, "/api/v1/rules/queue", MediaType.ALL)
                .getStatusCode()
                .value())
        .isEqualTo(404);
    assertThat(one.getBean(RuleStore.class).edits().block(PATIENCE)).isEqualTo(edits);
    assertThat(rules(one(tenant))).contains("queue");
    PostgresEndpoint endpoint = postgres.postgres();
    try (Connection connection =
            DriverManager.getConnection(
                endpoint.jdbcUrl(), endpoint.username(), endpoint.password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM tidegauge_query.rules)"
                    + " + (SELECT count(*) FROM tidegauge_query.rule_tenants)"
                    + " + (SELECT count(*) FROM tidegauge_query.server_states)"
                    + " + (SELECT count(*) FROM tidegauge_query.server_events)")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getLong(1)).isZero();
    }
  }

  @Test
  void withoutPostgresStatesAreShownAndTheDifferenceIsToldOnceItIsBack() {
    String tenant = "health-away";
    given(tenant);

    postgres.stop();
    try {
      for (double value : new double[] {50, 500}) {
        String expected = value > 100 ? "critical" : "warning";
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  sample(tenant, value);
                  return state(one(tenant)).equals(expected)
                      && state(other(tenant)).equals(expected);
                });
      }
      for (String path : List.of("/api/v1/rules", "/api/v1/events")) {
        var answer = one(tenant).exchange(HttpMethod.GET, path, MediaType.ALL);
        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(String.valueOf(answer.getBody())).contains("metadata-unavailable");
      }
    } finally {
      postgres.start();
    }

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              sample(tenant, 500);
              return isRecorded(tenant, "critical");
            });
    await()
        .during(LONGER)
        .atMost(PATIENCE)
        // A breaker that lets a few calls through refuses the others.
        .ignoreExceptions()
        .until(() -> events(one(tenant)), List.of("healthy to critical")::equals);
  }

  @Test
  void whoDoesNotLeadWritesNothingAndOldEventsGo() {
    String tenant = "health-lead";
    given(tenant);
    becomes(tenant, 50, "warning");
    HealthStore store = one.getBean(HealthStore.class);
    ServerHealth warning = Objects.requireNonNull(store.states(tenant).block(PATIENCE)).get("mx-1");
    ServerHealth critical = new ServerHealth(ServerState.CRITICAL, now(), List.of());

    assertThat(store.lead("a stranger").block(PATIENCE)).isFalse();
    Long written =
        store
            .record(
                "a stranger", tenant, List.of(new TenantHealth.Change("mx-1", warning, critical)))
            .block(PATIENCE);

    assertThat(written).isZero();
    assertThat(events(one(tenant))).containsExactly("healthy to warning");
    assertThat(store.expireEvents(tenant, now() - 600_000, 10).block(PATIENCE)).isZero();
    assertThat(store.expireEvents(tenant, now() + 600_000, 10).block(PATIENCE)).isEqualTo(1);
    assertThat(events(one(tenant))).isEmpty();
  }

  @Test
  void theStatesOfServersThatAreLongGoneAreRemovedInBatches() throws SQLException {
    String tenant = "health-forgotten";
    String other = "health-forgotten-other";
    await().atMost(PATIENCE).ignoreExceptions().until(() -> rules(one(tenant)).size() == 3);
    recorded(other, "old", "gone", 100);
    for (String server : List.of("old-1", "old-2", "old-3")) {
      recorded(other, server, "gone", 200);
    }
    recorded(other, "lately", "gone", 10);
    recorded(other, "long-well", "healthy", 200);
    HealthStore store = one.getBean(HealthStore.class);
    long before = now() - Duration.ofDays(90).toMillis();

    assertThat(store.expireStates(tenant, before, 2).block(PATIENCE)).isEmpty();
    assertThat(store.expireStates(other, before, 2).block(PATIENCE))
        .hasSize(2)
        .doesNotContain("old");
    assertThat(store.expireStates(other, before, 9).block(PATIENCE)).hasSize(2).contains("old");
    assertThat(store.expireStates(other, before, 9).block(PATIENCE)).isEmpty();
    assertThat(Objects.requireNonNull(store.states(other).block(PATIENCE)))
        .containsOnlyKeys("lately", "long-well");

    // And by itself, on the node that leads.
    recorded(tenant, "old", "gone", 100);
    recorded(tenant, "lately", "gone", 10);
    given(tenant);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Objects.requireNonNull(store.states(tenant).block(PATIENCE)))
                    .containsOnlyKeys("lately", "mx-1"));
  }

  private void recorded(String tenant, String server, String state, int daysAgo)
      throws SQLException {
    PostgresEndpoint endpoint = postgres.postgres();
    try (Connection connection =
            DriverManager.getConnection(
                endpoint.jdbcUrl(), endpoint.adminUsername(), endpoint.adminPassword());
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO tidegauge_query.server_states (tenant, server, state, since, findings)"
                    + " VALUES (?, ?, ?, now() - make_interval(days => ?), '[]')")) {
      statement.setString(1, tenant);
      statement.setString(2, server);
      statement.setString(3, state);
      statement.setInt(4, daysAgo);
      statement.executeUpdate();
    }
  }
}
