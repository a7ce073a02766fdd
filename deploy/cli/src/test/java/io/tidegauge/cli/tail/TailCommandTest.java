package io.tidegauge.cli.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.tidegauge.cli.terminal.Environment;
import io.tidegauge.cli.testing.CommandRun;
import io.tidegauge.cli.testing.Environments;
import io.tidegauge.cli.testing.QueryService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that end, come back and are reset, as no service does on demand. */
class TailCommandTest {

  private static final String STREAM = "/api/v1/live/stream";

  private final QueryService service = new QueryService();
  private final Queue<String> connections = new ConcurrentLinkedQueue<>();
  private final List<String> positions = new CopyOnWriteArrayList<>();

  TailCommandTest() {
    service.stream(STREAM, this::stream);
  }

  @AfterEach
  void close() {
    service.close();
  }

  /**
   * Each connection gets the next text, and is ended after it; there are no more after the last.
   */
  private void stream(HttpExchange exchange) throws IOException {
    @Nullable String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    positions.add(last == null ? "" : last);
    String text = connections.poll();
    if (text == null) {
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLineForEachSeriesThatChanged() {
    connections.add(
        "retry: 5\n\n"
            + event(
                "snapshot",
                "p1",
                series("a", "gauge", "12:00:00Z", 1),
                series("b", "gauge", "12:00:00Z", 5))
            + event(
                "update",
                "p2",
                series("a", "gauge", "12:00:01.5Z", 3),
                series("b", "gauge", "12:00:00Z", 5))
            + event("update", "p3", series("a", "gauge", "12:00:02Z", 2)));

    CommandRun run = tail("load_bytes", "--count", "4");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            21:00:00.000  load_bytes{host="a"}         1 B  ▄
            21:00:00.000  load_bytes{host="b"}         5 B  ▄
            21:00:01.500  load_bytes{host="a"}         3 B  ▁█
            21:00:02.000  load_bytes{host="a"}         2 B  ▁█▅
            """);
    assertThat(service.asked()).containsExactly(STREAM + "?metric=load_bytes&window=5m");
  }

  @Test
  void aCounterHasItsRate() {
    connections.add(
        event("snapshot", "p1", series("a", "counter", "12:00:00Z", 100))
            + event("update", "p2", series("a", "counter", "12:00:10Z", 150))
            + event("update", "p3", series("a", "counter", "12:00:20Z", 20)));

    assertThat(tail("load_bytes", "--count", "3").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains(" 100 B ").endsWith(" –"),
            line -> assertThat(line).contains(" 150 B ").contains(" 5 B/s ").endsWith(" ▄"),
            line -> assertThat(line).contains(" 20 B ").contains(" 2 B/s ").endsWith(" █▁"));
  }

  @Test
  void aCutIsSaidAndTheFeedGoesOnFromItsPosition() {
    connections.add(
        "retry: 5\n\n"
            + event("snapshot", "p1", series("a", "gauge", "12:00:00Z", 1))
            + "id: p9\ndata: half");
    connections.add(event("update", "p2", series("a", "gauge", "12:00:05Z", 2)));

    CommandRun run = tail("load_bytes", "--count", "2");

    assertThat(run.code()).isZero();
    assertThat(run.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("tail: cut off: ").contains("trying again"),
            line -> assertThat(line).startsWith("tail: resumed after "));
    assertThat(positions).startsWith("", "p1");
  }

  @Test
  void aResetIsSaidAndOnlyWhatChangedIsPrinted() {
    connections.add(
        "retry: 5\n\n"
            + event(
                "snapshot",
                "p1",
                series("a", "gauge", "12:00:00Z", 1),
                series("b", "gauge", "12:00:00Z", 1)));
    connections.add(
        "event: reset\ndata: {\"reason\": \"the position is not known any more\"}\n\n"
            + event(
                "snapshot",
                "q1",
                series("a", "gauge", "12:00:00Z", 1),
                series("b", "gauge", "12:00:09Z", 4)));

    CommandRun run = tail("load_bytes", "--count", "3");

    assertThat(run.out().lines())
        .hasSize(3)
        .last()
        .asString()
        .contains("host=\"b\"")
        .contains("4 B");
    assertThat(run.err()).contains("tail: reset: the position is not known any more;");
  }

  @Test
  void jsonIsTheApisOwn() {
    connections.add(event("snapshot", "p1", series("a", "gauge", "12:00:00Z", 1)));

    CommandRun run = tail("load_bytes", "--count", "1", "--json");

    assertThat(run.out().strip()).isEqualTo(series("a", "gauge", "12:00:00Z", 1));
  }

  @Test
  void aSeriesThatEndedIsSaidSo() {
    connections.add(
        event("snapshot", "p1", series("a", "gauge", "12:00:00Z", 1))
            + event(
                "update",
                "p2",
                series("a", "gauge", "12:00:00Z", 1).replace("\"ended\":false", "\"ended\":true")));

    assertThat(tail("load_bytes", "--count", "2").out().lines())
        .last()
        .asString()
        .contains("ended");
  }

  @Test
  void theWindowIsShownWhereItIsAskedFor() {
    connections.add(event("snapshot", "p1", series("a", "gauge", "12:00:00Z", 1)));

    assertThat(tail("load_bytes", "--count", "1", "--window", "1h", "--rate", "0.5").out())
        .contains("avg 2 B  max 3 B  n 4");
    assertThat(service.asked().getFirst()).contains("window=1h").contains("maxRate=0.5");
  }

  @Test
  void aNarrowTerminalCutsTheNameAndColorsAreOptional() {
    connections.add(
        event("snapshot", "p1", series("a-very-long-name-of-a-host", "gauge", "12:00:00Z", 1)));

    CommandRun run =
        run(Environments.terminal(60), "load_bytes", "--count", "1", "--url", service.url());

    assertThat(run.out()).contains("\u001b[").contains("…");
    assertThat(run.out().replaceAll("\u001b\\[[0-9;]*m", "").strip().length())
        .isLessThanOrEqualTo(60);
  }

  @Test
  void exitCodes() {
    connections.add(event("snapshot", "p1"));
    CommandRun few = tail("load_bytes", "--count", "1", "--for", "300ms");
    assertThat(few.code()).isEqualTo(1);
    assertThat(few.err()).contains("no live series fits yet");
    connections.add(event("snapshot", "p1"));
    assertThat(tail("load_bytes", "--for", "300ms").code()).isZero();

    assertThat(tail().code()).isEqualTo(2);
    assertThat(tail("x", "--window", "7m").err()).contains("5m, 15m, 1h, 24h");
    assertThat(tail("x", "--for", "soon").err()).contains("10s");
    assertThat(tail("x", "--count", "0").code()).isEqualTo(2);
    assertThat(tail("x", "--url", "localhost:8080").err()).contains("http://localhost:8080");

    CommandRun away = tail("x", "--url", "http://127.0.0.1:1");
    assertThat(away.code()).isEqualTo(3);
    assertThat(away.err())
        .contains("http://127.0.0.1:1")
        .contains("./tidegauge up")
        .contains("--url");
    assertThat(tail("load_bytes").code()).as("503 at first").isEqualTo(3);
  }

  @Test
  void anInterruptEndsItWell() {
    connections.add(event("snapshot", "p1", series("a", "gauge", "12:00:00Z", 1)));
    Environment environment = Environments.pipe();
    environment.interrupt().request();

    assertThat(run(environment, "load_bytes", "--url", service.url()).code()).isZero();
  }

  private static String event(String type, String id, String... series) {
    return "id: %s%nevent: %s%ndata: {\"position\":\"%s\",\"watermark\":null,\"series\":[%s]}%n%n"
        .formatted(id, type, id, String.join(",", series));
  }

  private static String series(String host, String kind, String time, double value) {
    return ("{\"id\":\"%s\",\"metric\":\"load_bytes\",\"labels\":{\"host\":\"%s\"},\"kind\":\"%s\","
            + "\"server\":\"%s\",\"timestamp\":\"2026-03-01T%s\",\"value\":%s,\"ended\":false,"
            + "\"windows\":{\"1h\":{\"avg\":2,\"max\":3,\"count\":4}}}")
        .formatted(host, host, kind, host, time, value);
  }

  private CommandRun tail(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--url", service.url()));
    all.addAll(Arrays.asList(arguments));
    boolean elsewhere = Arrays.asList(arguments).contains("--url");
    return run(
        Environments.pipe(), (elsewhere ? all.subList(2, all.size()) : all).toArray(String[]::new));
  }

  private static CommandRun run(Environment environment, String... arguments) {
    return CommandRun.of(outputs -> TailCommand.commandLine(environment), arguments);
  }
}
