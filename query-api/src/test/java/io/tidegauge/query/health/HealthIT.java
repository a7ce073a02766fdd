package io.tidegauge.query.health;

import static io.tidegauge.query.health.WatchedServer.PATIENCE;
import static io.tidegauge.query.health.WatchedServer.QUEUE;
import static io.tidegauge.query.health.WatchedServer.events;
import static io.tidegauge.query.health.WatchedServer.json;
import static io.tidegauge.query.health.WatchedServer.put;
import static io.tidegauge.query.health.WatchedServer.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.SchemaCheck;
import io.tidegauge.query.support.StoppableEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Several looks and passes of both nodes. */
  private static final Duration LONGER = Duration.ofSeconds(3);

  private final StoppableEngine postgres;
  private final ConfigurableApplicationContext one;
  private final ConfigurableApplicationContext other;
  private final WatchedServer mx1;

  HealthIT(@TempDir Path directory) {
    postgres = StoppableEngine.start(Engine.POSTGRES, directory.resolve("p"));
    Map<String, String> settings = new HashMap<>(WatchedServer.settings());
    settings.putAll(Harness.settings(postgres.postgres()));
    Harness harness = Harness.get();
    one = harness.another(settings);
    other = harness.another(settings);
    mx1 = new WatchedServer(harness, List.of(one, other));
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

  private static double leads(ConfigurableApplicationContext node) {
    return node.getBean(MeterRegistry.class).get("tidegauge.query.health.leads").gauge().value();
  }

  private static String state(Api api) {
    return json(api).path("state").asString();
  }

  @Test
  void eachChangeIsToldOnceThoughTwoNodesSeeIt() {
    String tenant = "health-once";
    mx1.given(tenant);

    mx1.becomes(tenant, 50, "warning");
    mx1.becomes(tenant, 500, "critical");

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
        .isEqualTo(json(one(tenant)).path("stateSince").asString());
    assertThat(answer.path("events").size()).isEqualTo(1);
    JsonNode document = one(tenant).get("/api/v1/openapi.json");
    assertThat(
            new SchemaCheck(document)
                .differences(document.at("/components/schemas/Events"), answer))
        .isEmpty();
    assertThat(
            new SchemaCheck(document)
                .differences(document.at("/components/schemas/Server"), json(other(tenant))))
        .isEmpty();
    assertThat(leads(one) + leads(other)).isEqualTo(1);
  }

  @Test
  void anEditedRuleIsFollowed() {
    String tenant = "health-edited";
    mx1.given(tenant);
    mx1.becomes(tenant, 50, "warning");

    put(other(tenant), "queue", QUEUE.replace("10,", "60,"), 200);
    mx1.becomes(tenant, 50, "healthy");
    put(one(tenant), "queue", QUEUE.replace("100", "40"), 200);
    mx1.becomes(tenant, 50, "critical");
    var deleted = other(tenant).exchange(HttpMethod.DELETE, "/api/v1/rules/queue", MediaType.ALL);
    assertThat(deleted.getStatusCode().value()).isEqualTo(204);
    mx1.becomes(tenant, 50, "healthy");

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
    mx1.given(tenant);
    mx1.becomes(tenant, 50, "warning");

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
    mx1.given(tenant);

    postgres.stop();
    try {
      for (double value : new double[] {50, 500}) {
        String expected = value > 100 ? "critical" : "warning";
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  mx1.sample(tenant, value);
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
              mx1.sample(tenant, 500);
              return mx1.isRecorded(tenant, "critical");
            });
    await()
        .during(LONGER)
        .atMost(PATIENCE)
        // A breaker that lets a few calls through refuses the others.
        .ignoreExceptions()
        .until(() -> events(one(tenant)), List.of("healthy to critical")::equals);
  }
}
