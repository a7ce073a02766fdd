package io.tidegauge.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.terminal.Environment;
import io.tidegauge.cli.testing.CommandRun;
import io.tidegauge.cli.testing.Environments;
import io.tidegauge.cli.testing.QueryService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The states that a healthy installation does not show. */
class StatusCommandTest {

  private static final String PATH = "/api/v1/status";
  private static final String BEHIND =
      """
      {"state": "behind", "time": "2026-03-01T12:00:00Z",
       "reasons": [{"reason": "lag", "consumer": "raw", "text": "raw is 12345 records behind"}],
       "watermark": "2026-03-01T11:59:00Z", "freshness": 0.42,
       "topics": [{"name": "samples", "recordsPerSecond": 12.3, "bytes": null,
         "partitions": [{"partition": 0, "begin": 11, "end": 4711, "recordsPerSecond": 3.1,
           "watermark": "2026-03-01T11:59:00Z"}, {"partition": 1, "begin": 0, "end": 300}]}],
       "consumers": [{"name": "raw", "group": "tidegauge-raw", "topic": "samples", "lag": 12345,
         "partitions": [{"partition": 0, "lag": 12345, "seconds": 42.5}]}],
       "samplesPerSecond": 103.2,
       "stores": [{"name": "clickhouse", "state": "up", "since": null},
         {"name": "redis", "state": "down", "since": "2026-03-01T11:58:30Z"}],
       "caches": [{"name": "answers", "hits": 10, "misses": 30, "entries": null}],
       "live": {"series": 812, "subscribers": 3, "nodes": null},
       "rejects": {"since": "2026-03-01T11:00:00Z", "total": 12,
         "reasons": [{"reason": "too_old", "count": 12, "last": "2026-03-01T11:57:00Z"}]}}
      """;

  private final QueryService service = new QueryService();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void whatIsNotWellIsSaidFirst() {
    service.json(PATH, BEHIND);

    CommandRun run = status();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            "behind  21:00:00  103 samples/s  newest 420 ms old  complete up to 2026-03-01 20:59:00"
                + " (60s ago)  812 live series  3 subscribers\n! raw is 12345 records behind\n")
        .containsPattern("redis +down +2026-03-01 20:58:30 \\(90s ago\\)")
        .containsPattern("samples +2 +12\\.3 +5 k\n")
        .containsPattern("raw +samples +12\\.3 k +42\\.5 s +tidegauge-raw\n")
        .containsPattern("answers +10 +30 +25%\n")
        .contains("12 samples of this tenant refused since 2026-03-01 20:00:00\n")
        .containsPattern("too_old +12 +2026-03-01 20:57:00 \\(3m ago\\)\n");
  }

  @Test
  void partitionsAreListedWhereTheyAreAskedFor() {
    service.json(PATH, BEHIND);

    assertThat(status("--partitions").out())
        .containsPattern("\n +0 +3\\.1 +4\\.7 k +2026-03-01 20:59:00 \\(60s ago\\)\n")
        .containsPattern("\n +1 +– +300\n");
  }

  @Test
  void oneIsNotSeveral() {
    service.json(
        PATH,
        "{\"state\": \"ok\", \"live\": {\"series\": 1, \"subscribers\": 1},"
            + " \"rejects\": {\"total\": 1, \"reasons\": []}}");

    assertThat(status().out())
        .contains("1 live series  1 subscriber\n")
        .contains("1 sample of this tenant refused\n");
  }

  @Test
  void whatIsMissingIsLeftOut() {
    service.json(PATH, "{\"state\": \"ok\"}");

    CommandRun run = status();

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("ok  21:00:00\n");
  }

  @Test
  void jsonIsTheApisOwn() {
    service.json(PATH, BEHIND);

    CommandRun run = status("--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.lines().getFirst().path("consumers").path(0).path("lag").asInt())
        .isEqualTo(12345);
  }

  @Test
  void anOlderServiceIsSaidSo() {
    CommandRun run = status();

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("older than this command").contains(PATH);
  }

  @Test
  void watchingGoesOnUntilItIsInterrupted() {
    service.json(PATH, BEHIND);
    Environment terminal = Environments.terminal(100);
    terminal.interrupt().request();

    CommandRun run = run(terminal, "--watch", "--url", service.url());

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("\u001b[H\u001b[2J").contains("behind").endsWith("\u001b[J");
  }

  private CommandRun status(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--url", service.url()));
    all.addAll(Arrays.asList(arguments));
    return run(Environments.pipe(), all.toArray(String[]::new));
  }

  private static CommandRun run(Environment environment, String... arguments) {
    return CommandRun.of(outputs -> StatusCommand.commandLine(environment), arguments);
  }
}
