package io.tidegauge.query.support;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a query API over HTTP as one tenant. */
public final class Api {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port;
  private final String tenant;

  /** A client of a port. */
  public Api(int port, String tenant) {
    this.port = port;
    this.tenant = tenant;
  }

  /** The client. */
  public WebClient client() {
    return WebClient.builder()
        .defaultHeader("X-Scope-OrgID", tenant)
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64_000_000))
        .build();
  }

  /** The address of a path with an encoded query. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The JSON of an answer that must be 2xx. */
  public JsonNode get(String path) {
    return JSON.readTree(text(path, MediaType.ALL));
  }

  /** The text of an answer that must be 2xx. */
  public String text(String path, MediaType accept) {
    return body(path, accept, String.class);
  }

  /** The bytes of an answer that must be 2xx. */
  public byte[] bytes(String path, MediaType accept) {
    return body(path, accept, byte[].class);
  }

  private <T> T body(String path, MediaType accept, Class<T> type) {
    return Objects.requireNonNull(
        client().get().uri(uri(path)).accept(accept).retrieve().bodyToMono(type).block(PATIENCE));
  }

  /** The sum over all labels of one of the service's own metrics. */
  public double metric(String name) {
    return text("/actuator/prometheus", MediaType.TEXT_PLAIN)
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** An answer of any status, with its body as text. */
  public ResponseEntity<String> exchange(HttpMethod method, String path, MediaType accept) {
    return Objects.requireNonNull(
        client()
            .method(method)
            .uri(uri(path))
            .accept(accept)
            .exchangeToMono(response -> response.toEntity(String.class))
            .block(PATIENCE));
  }

  /** An answer of any status to a PATCH. */
  public ResponseEntity<String> patch(String path, MediaType type, String body) {
    return Objects.requireNonNull(
        client()
            .patch()
            .uri(uri(path))
            .contentType(type)
            .bodyValue(body)
            .exchangeToMono(response -> response.toEntity(String.class))
            .block(PATIENCE));
  }

  /** An answer of any status to a request with a body of JSON. */
  public ResponseEntity<String> send(HttpMethod method, String path, String body) {
    return Objects.requireNonNull(
        client()
            .method(method)
            .uri(uri(path))
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(body)
            .exchangeToMono(response -> response.toEntity(String.class))
            .block(PATIENCE));
  }

  /** JSON of text. */
  public static JsonNode json(String text) {
    return JSON.readTree(text);
  }
}
