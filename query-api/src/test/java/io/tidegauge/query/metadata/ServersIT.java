package io.tidegauge.query.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.contract.window.Window;
import io.tidegauge.engines.PostgresEndpoint;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Servers from live state and from PostgreSQL, and who may see which of its rows. */
class ServersIT {

  private final Harness harness = Harness.get();

  /** Two servers: one that is well, one of which nothing came for ten minutes. */
  private Api given(String tenant) {
    long now = harness.context().getBean(ServiceClock.class).millis();
    long window = Window.M5.start(now);
    harness
        .live()
        .write(
            tenant,
            1,
            now,
            Samples.gauge(
                tenant,
                Labels.of("node_load1", "host", "web-1"),
                1,
                now,
                0.25,
                Samples.rollup(Window.M5, window, 1, State.PROVISIONAL, 0.5, 0.25)),
            Samples.gauge(tenant, memory("Available"), 1, now, 40),
            Samples.gauge(tenant, memory("Total"), 1, now, 100),
            Samples.gauge(tenant, Labels.of("node_load1", "host", "db-1"), 1, now - 600_000, 1));
    Api api = harness.api(tenant);
    await()
        .atMost(Duration.ofSeconds(20))
        // The table is made while the service starts.
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> inPostgres(tenant).size() == 2);
    return api;
  }

  private static Labels memory(String what) {
    return Labels.of("node_memory_Mem" + what + "_bytes", "host", "web-1");
  }

  private List<String> inPostgres(String tenant) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = asAdministrator();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id FROM tidegauge_query.servers WHERE tenant = '" + tenant + "'")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private Connection asAdministrator() throws SQLException {
    PostgresEndpoint postgres = harness.postgres();
    return DriverManager.getConnection(
        postgres.jdbcUrl(), postgres.adminUsername(), postgres.adminPassword());
  }

  private Connection asService() throws SQLException {
    PostgresEndpoint postgres = harness.postgres();
    return DriverManager.getConnection(
        postgres.jdbcUrl(), postgres.username(), postgres.password());
  }

  @Test
  void serversAreFilledInOnFirstSightWithTheirState() {
    Api api = given("servers-seen");

    JsonNode answer = api.get("/api/v1/servers");

    assertThat(answer.path("metadata").asString()).isEqualTo("ok");
    JsonNode servers = answer.path("servers");
    assertThat(servers.valueStream().map(s -> s.path("id").asString()))
        .containsExactly("db-1", "web-1");
    assertThat(servers.get(0).path("state").asString()).isEqualTo("stale");
    JsonNode web = servers.get(1);
    assertThat(web.path("hostname").asString()).isEqualTo("web-1");
    assertThat(web.path("state").asString()).isEqualTo("healthy");
    assertThat(web.path("series").asInt()).isEqualTo(3);
    assertThat(web.path("values").path("memory").asDouble()).isEqualTo(0.6);
    assertThat(web.path("values").path("load1").asDouble()).isEqualTo(0.25);
    assertThat(web.path("values").has("cpu")).isFalse();
  }

  @Test
  void theFullestFileSystemIsTheDisk() {
    String tenant = "servers-disk";
    long now = harness.context().getBean(ServiceClock.class).millis();
    harness
        .live()
        .write(
            tenant,
            1,
            now,
            fileSystem(tenant, "avail", "/", "ext4", now, 60),
            fileSystem(tenant, "size", "/", "ext4", now, 100),
            fileSystem(tenant, "avail", "/var", "xfs", now, 20),
            fileSystem(tenant, "size", "/var", "xfs", now, 100),
            // Full by nature, without a size, and not told of for ten minutes.
            fileSystem(tenant, "avail", "/snap", "squashfs", now, 0),
            fileSystem(tenant, "size", "/snap", "squashfs", now, 100),
            fileSystem(tenant, "avail", "/mnt", "ext4", now, 0),
            fileSystem(tenant, "avail", "/old", "ext4", now - 600_000, 0),
            fileSystem(tenant, "size", "/old", "ext4", now - 600_000, 100));
    Api api = harness.api(tenant);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        api.get("/api/v1/servers")
                            .path("servers")
                            .path(0)
                            .path("values")
                            .path("disk")
                            .asDouble(0))
                    .isEqualTo(0.8));
  }

  private static LiveSeries fileSystem(
      String tenant, String what, String mountpoint, String type, long time, double value) {
    return Samples.gauge(
        tenant,
        Labels.of(
            "node_filesystem_" + what + "_bytes",
            "device",
            "/dev/" + mountpoint.hashCode(),
            "fstype",
            type,
            "host",
            "web-1",
            "mountpoint",
            mountpoint),
        1,
        time,
        value);
  }

  @Test
  void anIdThatPostgresCannotHoldIsLeftOutAndCountedAndTheOthersAreWritten() {
    String tenant = "servers-refused";
    double control = dropped("control_character");
    double refused = dropped("refused");
    SeenServers seen = harness.context().getBean(SeenServers.class);

    seen.seen(tenant, "nul\u0000");
    seen.seen(tenant, "escape\u001b[2J");
    for (int i = 0; i < 10; i++) {
      seen.seen(tenant, "good-" + i);
    }
    // Above what a row of the primary key's index can hold, and nothing that can be compressed.
    seen.seen(
        tenant,
        new Random(1)
            .ints(8_000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString());
    for (int i = 10; i < 20; i++) {
      seen.seen(tenant, "good-" + i);
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .untilAsserted(
            () -> {
              assertThat(dropped("refused") - refused).isEqualTo(1);
              assertThat(inPostgres(tenant))
                  .hasSize(20)
                  .allSatisfy(id -> assertThat(id).startsWith("good-"));
            });
    assertThat(dropped("control_character") - control).isEqualTo(2);
    assertThat(seen.size()).isZero();
  }

  private double dropped(String reason) {
    return harness
        .context()
        .getBean(MeterRegistry.class)
        .get("tidegauge.query.servers.dropped")
        .tag("reason", reason)
        .counter()
        .count();
  }

  @Test
  void oneServerWithItsMetrics() {
    Api api = given("servers-one");

    JsonNode web = api.get("/api/v1/servers/web-1");

    assertThat(web.path("id").asString()).isEqualTo("web-1");
    assertThat(web.path("metrics").valueStream().map(JsonNode::asString))
        .containsExactly(
            "node_load1", "node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes");
    var absent = api.exchange(HttpMethod.GET, "/api/v1/servers/nobody", MediaType.APPLICATION_JSON);
    assertThat(absent.getStatusCode().value()).isEqualTo(404);
    assertThat(Api.json(String.valueOf(absent.getBody())).path("type").asString())
        .isEqualTo("urn:tidegauge:problem:not-found");
  }

  @Test
  void whatPeopleSayIsKeptAndTheRestStays() {
    Api api = given("servers-patch");

    var first =
        api.patch(
            "/api/v1/servers/web-1",
            MediaType.APPLICATION_JSON,
            "{\"environment\": \"production\", \"role\": \"web\"}");
    assertThat(first.getStatusCode().value()).isEqualTo(200);
    api.patch("/api/v1/servers/web-1", MediaType.APPLICATION_JSON, "{\"location\": \"Köln 'a'\"}");
    api.patch(
        "/api/v1/servers/web-1",
        MediaType.APPLICATION_JSON,
        "{\"owner\": \"Störungsdienst\", \"tags\": [\"backup\", \" tier 1 \", \"backup\"]}");

    JsonNode web = api.get("/api/v1/servers/web-1");
    assertThat(web.path("environment").asString()).isEqualTo("production");
    assertThat(web.path("role").asString()).isEqualTo("web");
    assertThat(web.path("location").asString()).isEqualTo("Köln 'a'");
    assertThat(web.path("owner").asString()).isEqualTo("Störungsdienst");
    assertThat(web.path("tags").valueStream().map(JsonNode::asString))
        .containsExactly("backup", "tier 1");
    assertThat(api.get("/api/v1/servers/db-1").path("role").asString()).isEmpty();
  }

  @Test
  void anotherTenantNeitherSeesNorChangesThem() throws SQLException {
    given("servers-mine");
    Api other = harness.api("servers-other");

    assertThat(other.get("/api/v1/servers").path("servers").size()).isZero();
    var change =
        other.patch("/api/v1/servers/web-1", MediaType.APPLICATION_JSON, "{\"role\": \"x\"}");
    assertThat(change.getStatusCode().value()).isEqualTo(404);
    assertThat(harness.api("servers-mine").get("/api/v1/servers/web-1").path("role").asString())
        .isEmpty();
    assertThat(inPostgres("servers-other")).isEmpty();
  }

  @Test
  void theServicesRoleOwnsNothingAndBypassesNothing() throws SQLException {
    given("servers-role");
    String role = harness.postgres().username();
    try (Connection connection = asAdministrator();
        Statement statement = connection.createStatement()) {
      assertThat(
              truth(
                  statement,
                  "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles"
                      + " WHERE rolname = '"
                      + role
                      + "'"))
          .isFalse();
      assertThat(
              truth(
                  statement,
                  "SELECT bool_and(relrowsecurity AND relforcerowsecurity AND"
                      + " pg_get_userbyid(relowner) <> '"
                      + role
                      + "') FROM pg_class"
                      + " WHERE oid = 'tidegauge_query.servers'::regclass"))
          .isTrue();
      assertThat(
              truth(
                  statement,
                  "SELECT count(*) = 5 AND bool_and(relrowsecurity AND relforcerowsecurity)"
                      + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                      + " WHERE c.relkind = 'r' AND a.attname = 'tenant'"
                      + " AND c.relnamespace = 'tidegauge_query'::regnamespace"))
          .as("every table with tenants' rows")
          .isTrue();
    }
    try (Connection connection = asService();
        Statement statement = connection.createStatement()) {
      assertThat(truth(statement, "SELECT count(*) = 0 FROM tidegauge_query.servers")).isTrue();
      connection.setAutoCommit(false);
      assertThat(
              truth(statement, "SELECT set_config('tidegauge.tenant', 'servers-role', true) <> ''"))
          .isTrue();
      assertThat(truth(statement, "SELECT count(*) = 2 FROM tidegauge_query.servers")).isTrue();
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "INSERT INTO tidegauge_query.servers"
                          + " (tenant, id, hostname, first_seen, updated_at)"
                          + " VALUES ('someone', 'x', 'x', now(), now())"))
          .hasMessageContaining("row-level security");
      connection.rollback();
      assertThatThrownBy(() -> statement.execute("DELETE FROM tidegauge_query.servers"))
          .hasMessageContaining("permission denied");
      connection.rollback();
    }
  }

  private static boolean truth(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getBoolean(1);
    }
  }
}
