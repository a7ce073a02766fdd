package io.tidegauge.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.testing.CommandRun;
import io.tidegauge.cli.testing.Environments;
import io.tidegauge.cli.testing.QueryService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fleets in all states, of this version of the service and of an older one. */
class ServersCommandTest {

  private static final String WARNED =
      """
      {"id": "web-1", "hostname": "web-1", "environment": "prod", "role": "web", "location": "", "owner": "shop",
       "tags": ["a", "b"], "state": "warning", "stateSince": "2026-03-01T11:50:00Z",
       "lastSeen": "2026-03-01T11:59:57Z", "series": 412, "values": {"cpu": 0.93, "memory": 0.6, "disk": 0.71, "load1": 0.3},
       "findings": [{"rule": "cpu", "level": "warning", "value": 0.93, "limit": 0.9, "since": "2026-03-01T11:50:00Z"}]}""";
  private static final String OLD =
      """
      {"id": "%s", "hostname": "", "environment": "", "role": "", "location": "", "state": "%s",
       "lastSeen": "2026-03-01T11:00:00Z", "series": 3, "values": {}}""";
  private static final String FLEET =
      "{\"metadata\": \"ok\", \"servers\": ["
          + String.join(
              ",",
              OLD.formatted("c", "healthy"),
              OLD.formatted("g", "gone"),
              OLD.formatted("s", "stale"),
              WARNED,
              OLD.formatted("x", "critical"),
              OLD.formatted("z", "frozen"))
          + "]}";

  private final QueryService service = new QueryService();

  @BeforeEach
  void answers() {
    service.json("/api/v1/servers", FLEET).json("/api/v1/servers/web-1", WARNED);
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void theWorstAreFirst() {
    CommandRun run = servers();

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("6 servers: 1 critical, 1 warning, 1 stale, 1 gone, 1 healthy, 1 unknown\n\n")
        .containsPattern(
            "web-1 +warning +93% +60% +71% +0\\.30 +3s ago +cpu +412 +prod +web +shop +a, b\n")
        .containsPattern("z +frozen +– +– +– +60m ago");
    assertThat(names(run)).containsExactly("x", "web-1", "s", "g", "c", "z");
    assertThat(names(servers("--sort", "cpu")).getFirst()).isEqualTo("web-1");
    assertThat(names(servers("--sort", "ID"))).startsWith("c", "g").endsWith("z");
    assertThat(names(servers("--state", "stale,gone"))).containsExactly("s", "g");
    assertThat(servers("--state", "healthy", "--json").lines().getFirst().path("servers"))
        .hasSize(1)
        .allMatch(server -> server.path("id").asString().equals("c"));
  }

  @Test
  void scriptsLookAtTheExitCode() {
    assertThat(servers("--fail-on", "warning").code()).isEqualTo(1);
    assertThat(servers("--fail-on", "gone", "--state", "healthy").code()).isZero();
    assertThat(servers("--fail-on", "warning", "--state", "stale,gone,healthy").code()).isZero();
    assertThat(servers("--fail-on", "stale", "--watch").code()).isEqualTo(1);
    assertThat(servers("web-1", "--fail-on", "critical").code()).isZero();
    assertThat(servers("web-1", "--fail-on", "warning").code()).isEqualTo(1);
    assertThat(servers("--state", "ill").code()).isEqualTo(2);
    assertThat(servers("web-1", "--state", "gone").code()).isEqualTo(2);
    service.problem("/api/v1/servers/nobody", 404, "There is no server 'nobody'");
    assertThat(servers("nobody").code()).isEqualTo(1);
    service.problem("/api/v1/servers", 503, "away");
    assertThat(servers().code()).isEqualTo(3);
  }

  @Test
  void oneServerWithItsFindingsAndEvents() {
    service.json(
        "/api/v1/events",
        """
        {"events": [{"id": "1", "time": "2026-03-01T11:50:00Z", "server": "web-1", "from": "healthy",
          "to": "warning", "findings": [{"rule": "cpu", "level": "warning"}]}]}""");

    CommandRun run = servers("web-1");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("web-1  warning since 2026-03-01 20:50:00 (10m ago)\n")
        .containsPattern("owner +shop\n")
        .containsPattern("cpu +warning +93% +90% +2026-03-01 20:50:00 \\(10m ago\\)\n")
        .containsPattern("2026-03-01 20:50:00 +healthy +warning +cpu\n");
    assertThat(servers("web-1", "--json").lines().getFirst().path("events")).hasSize(1);
    assertThat(service.asked()).contains("/api/v1/events?server=web-1&limit=10");
  }

  @Test
  void withoutEventsTheRestIsShown() {
    CommandRun run = servers("web-1");

    assertThat(run.code()).isZero();
    assertThat(run.out()).doesNotContain("EVENT");
    assertThat(servers("web-1", "--json").lines().getFirst().path("events")).isEmpty();
    service.problem("/api/v1/events", 503, "Metadata is unavailable");
    assertThat(servers("web-1").code()).isZero();
  }

  @Test
  void noServersYet() {
    service.json("/api/v1/servers", "{\"metadata\": \"ok\", \"servers\": []}");

    assertThat(servers().out()).contains("first sample");
    assertThat(servers("--fail-on", "gone").code()).isZero();
  }

  private static List<String> names(CommandRun run) {
    return run.out().lines().skip(3).map(line -> line.split(" ")[0]).toList();
  }

  private CommandRun servers(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--url", service.url()));
    return CommandRun.of(
        outputs -> ServersCommand.commandLine(Environments.pipe()), all.toArray(String[]::new));
  }
}
