package io.tidegauge.query.store;

import io.tidegauge.query.config.ClickHouseProperties;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * ClickHouse's HTTP interface (clickhouse.com/docs/interfaces/http). Connections are kept for the
 * next statement. Calls block; thread-safe.
 */
final class ClickHouseHttp implements AutoCloseable {

  private static final int LONGEST_MESSAGE = 1_000;

  private final ClickHouseProperties properties;
  private final Duration patience;
  private final HttpClient http;

  ClickHouseHttp(ClickHouseProperties properties) {
    this.properties = properties;
    // The server ends a statement itself; this is for one that hangs.
    this.patience = properties.queryTimeout().plusSeconds(2);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
  }

  /**
   * Runs a statement; gives its answer as RowBinary, which comes as it is read. An answer that
   * breaks off is an {@link IOException} where it is read, and nothing but rows before. To be
   * closed, and read to its end where the connection is to be kept.
   *
   * @throws RefusedException where ClickHouse answers that it does not run the statement
   */
  InputStream rows(Sql sql) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address(sql.arguments()))
            .timeout(patience)
            .header("X-ClickHouse-User", properties.username())
            .header("X-ClickHouse-Key", properties.password())
            .POST(HttpRequest.BodyPublishers.ofString(sql.text()))
            .build();
    HttpResponse<InputStream> answer = send(request);
    if (answer.statusCode() == 200) {
      return new AnswerStream(answer.body());
    }
    try (InputStream body = answer.body()) {
      String text = new String(body.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8);
      String message = "ClickHouse answered " + answer.statusCode() + ": " + text.strip();
      throw answer.headers().firstValue("X-ClickHouse-Exception-Code").isPresent()
          ? new RefusedException(message)
          : new IOException(message);
    }
  }

  /**
   * Sends it again, once, where a connection that was kept turns out to be closed: it only reads.
   */
  private HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpTimeoutException e) {
      throw e;
    } catch (IOException closed) {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }
  }

  private URI address(List<String> arguments) {
    StringBuilder query = new StringBuilder("/?default_format=RowBinary&database=");
    query.append(encoded(properties.database()));
    for (int i = 0; i < arguments.size(); i++) {
      query.append("&param_").append(Sql.name(i)).append('=');
      query.append(encoded(escaped(arguments.get(i))));
    }
    return properties.url().resolve(query.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Arguments come in the format TabSeparated. */
  private static String escaped(String argument) {
    return argument.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** The server is there, and does not run the statement or gave it up. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }
}
