package io.tidegauge.query.support;

import io.tidegauge.engines.ClickHouseEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Lets ClickHouse read files of other formats, with the schema that they have in them. */
public final class ClickHouseReader {

  private static final String SETTINGS =
      "?max_query_size=268435456&output_format_json_quote_denormals=1"
          + "&output_format_json_quote_64bit_integers=0&date_time_output_format=iso";

  private final ClickHouseEndpoint endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  ClickHouseReader(ClickHouseEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * The rows of a query.
   *
   * @param select the query up to FROM
   * @param format of the file, as ClickHouse calls it
   */
  public List<JsonNode> read(String select, String format, byte[] file) {
    return query(select + " FROM ", format, file, " FORMAT JSONEachRow")
        .lines()
        .map(Api::json)
        .toList();
  }

  /** The columns: name, tab, type. */
  public List<String> columns(String format, byte[] file) {
    return query("DESCRIBE TABLE ", format, file, " FORMAT TSVRaw")
        .lines()
        .map(line -> String.join("\t", List.of(line.split("\t", -1)).subList(0, 2)))
        .toList();
  }

  /**
   * How many rows a new table has after the file was inserted.
   *
   * @param columns of the table, as in CREATE TABLE
   */
  public long inserted(String columns, String format, byte[] file) {
    String table = "inserted_" + format;
    send(
        "",
        ("CREATE OR REPLACE TABLE " + table + " (" + columns + ") ENGINE = Memory")
            .getBytes(StandardCharsets.UTF_8));
    send("&query=INSERT+INTO+" + table + "+FORMAT+" + format, file);
    return Long.parseLong(
        send("", ("SELECT count() FROM " + table).getBytes(StandardCharsets.UTF_8)).strip());
  }

  private String query(String before, String format, byte[] file, String after) {
    ByteArrayOutputStream query = new ByteArrayOutputStream(file.length * 2);
    query.writeBytes((before + "format('" + format + "', '").getBytes(StandardCharsets.UTF_8));
    for (byte octet : file) {
      if (octet == '\'' || octet == '\\') {
        query.write('\\');
      }
      query.write(octet);
    }
    query.writeBytes(("')" + after).getBytes(StandardCharsets.UTF_8));
    return send("", query.toByteArray());
  }

  private String send(String parameters, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    endpoint.url()
                        + "/"
                        + SETTINGS
                        + "&database="
                        + endpoint.database()
                        + parameters))
            .header("X-ClickHouse-User", endpoint.username())
            .header("X-ClickHouse-Key", endpoint.password())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
