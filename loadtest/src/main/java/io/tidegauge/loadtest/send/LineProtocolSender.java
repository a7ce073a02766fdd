package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.http.Answer;
import io.tidegauge.loadtest.http.CallException;
import io.tidegauge.loadtest.http.HttpCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Sends InfluxDB line protocol as it is. Thread-safe. */
public final class LineProtocolSender {

  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "text/plain; charset=utf-8", "User-Agent", "tidegauge-loadtest");

  private final HttpCalls calls;
  private final String path;

  /** A sender to a gateway; {@code precision} is of the timestamps: ns, us, ms or s. */
  public LineProtocolSender(HttpCalls calls, String precision) {
    this.calls = calls;
    this.path = "/write?precision=" + precision;
  }

  /** Sends lines; counted are lines, of which each may hold several samples. */
  public Mono<Outcome> send(List<String> lines) {
    byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return calls.post(path, HEADERS, body).map(answer -> outcome(answer, lines.size()));
  }

  private Outcome outcome(Answer answer, int lines) {
    if (answer.isSuccess()) {
      return new Outcome(lines, 0, List.of());
    }
    if (answer.status() == 400) { // some or all lines: the answer says which, not how many
      return new Outcome(0, lines, List.of(answer.describe()));
    }
    throw new CallException(calls.base() + " does not take line protocol: " + answer.describe());
  }
}
