package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in ClickHouse. Thread-safe. */
final class History {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ClickHouseEndpoint endpoint;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  History(ClickHouseEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  String version() {
    return ask("SELECT version()").getFirst();
  }

  /** Raw samples. */
  long samples() {
    return number("SELECT count() FROM samples");
  }

  /** Series that have a final rollup of a window. */
  long finals(DueWindows.Length length, Instant start) {
    return number(
        "SELECT uniqExact(id) FROM %s WHERE start = fromUnixTimestamp64Milli(%d, 'UTC') AND state = 'final'"
            .formatted(length.table(), start.toEpochMilli()));
  }

  /** Final rollups, and the samples that they count. */
  long[] finals(DueWindows.Length length) {
    String[] fields =
        ask("SELECT count(), sum(count) FROM %s FINAL WHERE state = 'final'"
                .formatted(length.table()))
            .getFirst()
            .split("\t", -1);
    return new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])};
  }

  /** Bytes of the tables that have any. */
  Map<String, Long> bytes() {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (String line :
        ask(
            "SELECT table, sum(bytes_on_disk) FROM system.parts WHERE active AND database = '%s' GROUP BY table ORDER BY table"
                .formatted(endpoint.database()))) {
      String[] fields = line.split("\t", -1);
      bytes.put(fields[0], Long.parseLong(fields[1]));
    }
    return bytes;
  }

  private long number(String query) {
    return Long.parseLong(ask(query).getFirst());
  }

  private List<String> ask(String query) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.url().resolve("/?database=" + endpoint.database()))
            .timeout(PATIENCE)
            .header("X-ClickHouse-User", endpoint.username())
            .header("X-ClickHouse-Key", endpoint.password())
            .POST(HttpRequest.BodyPublishers.ofString(query + " FORMAT TSV"))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new EngineException("ClickHouse refused '" + query + "': " + answer.body().strip());
      }
      return answer.body().lines().toList();
    } catch (IOException e) {
      throw new EngineException("ClickHouse does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted while asking ClickHouse", e);
    }
  }
}
