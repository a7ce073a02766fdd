package io.tidegauge.processor.sink.clickhouse;

import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Compression;
import java.io.IOException;
import java.io.InputStream;
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

  /** Reads the body of an answer. */
  @FunctionalInterface
  public interface BodyReader<T> {

    /** Reads it to its end. */
    T read(RowReader rows) throws IOException, InterruptedException;
  }

  /**
   * Runs a query that ends in {@code FORMAT RowBinary} and gives its rows to a reader as they come.
   *
   * @throws ClickHouseException where ClickHouse refuses it
   */
  public <T> T query(String statement, BodyReader<T> reader)
      throws IOException, InterruptedException {
    // An answer that fails half-way must not look like one that ends there.
    Map<String, String> parameters =
        Map.of("database", properties.database(), "wait_end_of_query", "1");
    HttpRequest request =
        request(parameters).POST(HttpRequest.BodyPublishers.ofString(statement)).build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      String code = response.headers().firstValue("X-ClickHouse-Exception-Code").orElse("");
      if (response.statusCode() != 200 || !code.isEmpty()) {
        String text = new String(body.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8);
        throw new ClickHouseException(codeOf(code), messageOf(response.statusCode(), text));
      }
      return reader.read(new RowReader(body));
    }
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
    HttpRequest.Builder request = request(parameters).POST(body);
    if (compression == Compression.LZ4) {
      request.header("Content-Encoding", "lz4");
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    String code = response.headers().firstValue("X-ClickHouse-Exception-Code").orElse("");
    if (response.statusCode() != 200 || !code.isEmpty()) {
      throw new ClickHouseException(
          codeOf(code), messageOf(response.statusCode(), response.body()));
    }
    return response.body();
  }

  private HttpRequest.Builder request(Map<String, String> parameters) {
    return HttpRequest.newBuilder(address(parameters))
        .timeout(properties.requestTimeout())
        .header("X-ClickHouse-User", properties.username())
        .header("X-ClickHouse-Key", properties.password());
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

  private static String messageOf(int status, String body) {
    String text = body.strip();
    return "ClickHouse answered "
        + status
        + ": "
        + text.substring(0, Math.min(text.length(), LONGEST_MESSAGE));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
