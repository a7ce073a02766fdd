package io.tidegauge.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain HTTP requests that expect 200 and JSON. */
final class Http {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Http() {}

  static JsonNode getJson(URI base, String path, Map<String, String> parameters) {
    return getJson(base, path, "default", parameters);
  }

  static JsonNode getJson(URI base, String path, String tenant, Map<String, String> parameters) {
    HttpResponse<String> response = get(base, path, tenant, parameters);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          response.uri() + " answered " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  static HttpResponse<String> get(URI base, String path, Map<String, String> parameters) {
    return get(base, path, "default", parameters);
  }

  private static HttpResponse<String> get(
      URI base, String path, String tenant, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    URI uri = base.resolve(path + (query.isEmpty() ? "" : "?" + query));
    return send(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("X-Scope-OrgID", tenant)
            .build());
  }

  static HttpResponse<String> postLines(URI base, String path, String tenant, String lines) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "text/plain; charset=utf-8")
            .header("X-Scope-OrgID", tenant)
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + " did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
