package io.tidegauge.processor.sink.clickhouse;

import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Compression;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ClickHouse's HTTP interface (clickhouse.com/docs/interfaces/http). Calls block; safe for use from
 * several threads. No call is tried again here: whoever calls decides.
 */
public final class ClickHouseClient implements AutoCloseable {

  private static final int LONGEST_MESSAGE = 1000;

  private final ClickHouseProperties properties;
  private final HttpClient http;

  /** A client that connects when it is first used. */
  public ClickHouseClient(ClickHouseProperties properties) {
    this.properties = properties;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(properties.connectTimeout())
            .build();
  }

  /** The database that the statements are for. */
  public String database() {
    return properties.database();
  }

  /** A body for {@link #insert}, compressed as configured. */
  public InsertBody newBody() {
    return new InsertBody(properties.compression());
  }

  /**
   * Runs a statement in the database and gives its answer as text.
   *
   * @throws ClickHouseException where ClickHouse refuses it
   */
  public String execute(String statement) throws IOException, InterruptedException {
    return send(
        Map.of("database", properties.database()),
        HttpRequest.BodyPublishers.ofString(statement),
        Compression.NONE);
  }

  /** Runs a statement that is for no database in particular. */
  String executeOutside(String statement) throws IOException, InterruptedException {
    return send(Map.of(), HttpRequest.BodyPublishers.ofString(statement), Compression.NONE);
  }

  /**
   * Inserts a body and returns when its rows are in the table. Rows that were inserted before under
   * the same token into the same table (within its deduplication window) are not inserted again.
   *
   * <p>ClickHouse remembers a token a moment before the rows count. Where it dies in between, or
   * fails, the rows are not there and the token is: an insert under it succeeds and does nothing.
   *
   * @param statement {@code INSERT INTO … FORMAT …}
   * @param token of the rows; empty for none
   * @throws ClickHouseException where ClickHouse refuses it
   */
  public void insert(String statement, String token, InsertBody body)
      throws IOException, InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("database", properties.database());
    parameters.put("query", statement);
    // Acknowledged when written, not when queued: the queue would mix rows of several tokens.
    parameters.put("async_insert", "0");
    parameters.put("wait_end_of_query", "1");
    // A block of late samples may touch more days than the default allows.
    parameters.put("max_partitions_per_insert_block", "0");
    if (token.isEmpty()) {
      // Otherwise a digest of the rows is the token.
      parameters.put("insert_deduplicate", "0");
    } else {
      parameters.put("insert_deduplicate", "1");
      parameters.put("insert_deduplication_token", token);
    }
    send(
        parameters,
        HttpRequest.BodyPublishers.ofByteArrays(body.finish()),
        properties.compression());
  }

  private String send(
      Map<String, String> parameters, HttpRequest.BodyPublisher body, Compression compression)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(parameters))
            .timeout(properties.requestTimeout())
            .header("X-ClickHouse-User", properties.username())
            .header("X-ClickHouse-Key", properties.password())
            .POST(body);
    if (compression == Compression.LZ4) {
      request.header("Content-Encoding", "lz4");
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    String code = response.headers().firstValue("X-ClickHouse-Exception-Code").orElse("");
    if (response.statusCode() != 200 || !code.isEmpty()) {
      throw new ClickHouseException(codeOf(code), messageOf(response));
    }
    return response.body();
  }

  private URI address(Map<String, String> parameters) {
    StringBuilder address = new StringBuilder(properties.url().toString());
    if (address.charAt(address.length() - 1) != '/') {
      address.append('/');
    }
    char separator = '?';
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      address.append(separator).append(parameter.getKey()).append('=');
      address.append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return URI.create(address.toString());
  }

  private static int codeOf(String header) {
    return header.matches("\\d{1,9}") ? Integer.parseInt(header) : 0;
  }

  private static String messageOf(HttpResponse<String> response) {
    String text = response.body().strip();
    return "ClickHouse answered "
        + response.statusCode()
        + ": "
        + text.substring(0, Math.min(text.length(), LONGEST_MESSAGE));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
