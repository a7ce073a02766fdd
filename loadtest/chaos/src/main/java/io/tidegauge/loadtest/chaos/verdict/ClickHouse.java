package io.tidegauge.loadtest.chaos.verdict;

import io.tidegauge.engines.ClickHouseEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Questions to ClickHouse; answers are lines of fields with tabs between them. Thread-safe. */
final class ClickHouse {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ClickHouseEndpoint endpoint;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ClickHouse(ClickHouseEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** The rows of an answer, to be closed. */
  Stream<String[]> rows(String query) {
    URI uri = endpoint.url().resolve("/?database=" + endpoint.database());
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .header("X-ClickHouse-User", endpoint.username())
            .header("X-ClickHouse-Key", endpoint.password())
            .POST(HttpRequest.BodyPublishers.ofString(query + " FORMAT TSV"))
            .build();
    try {
      HttpResponse<Stream<String>> answer =
          client.send(request, HttpResponse.BodyHandlers.ofLines());
      if (answer.statusCode() != 200) {
        throw new ComparisonException(
            "ClickHouse refused '" + query + "': " + String.join(" ", answer.body().toList()));
      }
      return answer.body().map(line -> line.split("\t", -1));
    } catch (IOException e) {
      throw new ComparisonException("ClickHouse does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ComparisonException("Interrupted while asking ClickHouse", e);
    }
  }

  /** All rows of a short answer, as text with their fields. */
  List<String> lines(String query) {
    try (Stream<String[]> rows = rows(query)) {
      return rows.map(row -> String.join("  ", row)).toList();
    }
  }
}
