package io.tidegauge.query.health;

import static io.tidegauge.query.health.WatchedServer.PATIENCE;
import static io.tidegauge.query.health.WatchedServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** Old events and the states of servers that are gone are removed, by the node that leads only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthExpiryIT {

  private final PostgresEndpoint postgres;
  private final ConfigurableApplicationContext node;
  private final HealthStore store;
  private final WatchedServer mx1;

  HealthExpiryIT() throws SQLException {
    Harness harness = Harness.get();
    postgres = Isolated.postgres(SharedEngines.get(Engine.POSTGRES));
    Map<String, String> settings = new HashMap<>(WatchedServer.settings());
    settings.putAll(Harness.settings(postgres));
    node = harness.another(settings);
    store = node.getBean(HealthStore.class);
    mx1 = new WatchedServer(harness, List.of(node));
  }

  private Api api(String tenant) {
    return new Api(Harness.port(node), tenant);
  }

  private Map<String, ServerHealth> states(String tenant) {
    return Objects.requireNonNull(store.states(tenant).block(PATIENCE));
  }

  @Test
  void whoDoesNotLeadWritesNothingAndOldEventsGo() {
    String tenant = "health-lead";
    mx1.given(tenant);
    mx1.becomes(tenant, 50, "warning");
    ServerHealth warning = states(tenant).get("mx-1");
    ServerHealth critical = new ServerHealth(ServerState.CRITICAL, mx1.now(), List.of());

    assertThat(store.lead("a stranger").block(PATIENCE)).isFalse();
    Long written =
        store
            .record(
                "a stranger", tenant, List.of(new TenantHealth.Change("mx-1", warning, critical)))
            .block(PATIENCE);

    assertThat(written).isZero();
    assertThat(events(api(tenant))).containsExactly("healthy to warning");
    assertThat(store.expireEvents(tenant, mx1.now() - 600_000, 10).block(PATIENCE)).isZero();
    assertThat(store.expireEvents(tenant, mx1.now() + 600_000, 10).block(PATIENCE)).isEqualTo(1);
    assertThat(events(api(tenant))).isEmpty();
  }

  @Test
  void theStatesOfServersThatAreLongGoneAreRemovedInBatches() throws SQLException {
    String tenant = "health-forgotten";
    String other = "health-forgotten-other";
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> WatchedServer.rules(api(tenant)).size() == 3);
    recorded(other, "old", "gone", 100);
    for (String server : List.of("old-1", "old-2", "old-3")) {
      recorded(other, server, "gone", 200);
    }
    recorded(other, "lately", "gone", 10);
    recorded(other, "long-well", "healthy", 200);
    long before = mx1.now() - Duration.ofDays(90).toMillis();

    assertThat(store.expireStates(tenant, before, 2).block(PATIENCE)).isEmpty();
    assertThat(store.expireStates(other, before, 2).block(PATIENCE))
        .hasSize(2)
        .doesNotContain("old");
    assertThat(store.expireStates(other, before, 9).block(PATIENCE)).hasSize(2).contains("old");
    assertThat(store.expireStates(other, before, 9).block(PATIENCE)).isEmpty();
    assertThat(states(other)).containsOnlyKeys("lately", "long-well");

    // And by itself, on the node that leads.
    recorded(tenant, "old", "gone", 100);
    recorded(tenant, "lately", "gone", 10);
    mx1.given(tenant);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(states(tenant)).containsOnlyKeys("lately", "mx-1"));
  }

  private void recorded(String tenant, String server, String state, int daysAgo)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.adminUsername(), postgres.adminPassword());
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
