package io.tidegauge.loadtest.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;

/**
 * Calls to one server, over HTTP/2 without TLS ({@code http} URLs, prior knowledge) or with it.
 * What may succeed later (429, 5xx, a lost connection) is sent again with growing pauses.
 * Thread-safe.
 */
public final class HttpCalls {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final URI base;
  private final HttpClient client;
  private final int tries;

  /**
   * Calls to {@code base}, each sent up to {@code tries} times; {@code tenant} goes with each of
   * them as {@code X-Scope-OrgID} unless it is empty.
   */
  public HttpCalls(URI base, String tenant, int tries) {
    if (base.getHost() == null || !("http".equals(scheme(base)) || "https".equals(scheme(base)))) {
      throw new IllegalArgumentException(
          "'" + base + "' is no address; give one such as http://localhost:4318");
    }
    this.base = base;
    this.tries = tries;
    HttpClient made =
        HttpClient.create()
            .protocol("https".equals(scheme(base)) ? HttpProtocol.H2 : HttpProtocol.H2C)
            .responseTimeout(TIMEOUT);
    this.client =
        tenant.isEmpty() ? made : made.headers(headers -> headers.set("X-Scope-OrgID", tenant));
  }

  /** Where the calls go. */
  public URI base() {
    return base;
  }

  /** The client, for calls that stream. */
  public HttpClient client() {
    return client;
  }

  /** The full address of a path. */
  public String uri(String path) {
    return base.resolve(path).toString();
  }

  /** POST; the answer may be a refusal, but none that is retryable. */
  public Mono<Answer> post(String path, Map<String, String> headers, byte[] body) {
    Mono<Answer> call =
        client
            .headers(all -> headers.forEach(all::set))
            .post()
            .uri(uri(path))
            .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
            .responseSingle(
                (response, content) ->
                    content
                        .asString()
                        .defaultIfEmpty("")
                        .map(text -> answer(response.status().code(), response, text)));
    return retried(call);
  }

  /** GET; the answer may be a refusal, but none that is retryable. */
  public Mono<Answer> get(String path) {
    Mono<Answer> call =
        client
            .get()
            .uri(uri(path))
            .responseSingle(
                (response, content) ->
                    content
                        .asString()
                        .defaultIfEmpty("")
                        .map(text -> answer(response.status().code(), response, text)));
    return retried(call);
  }

  private Mono<Answer> retried(Mono<Answer> call) {
    return call.flatMap(
            answer ->
                answer.isRetryable()
                    ? Mono.error(new CallException(answer.describe()))
                    : Mono.just(answer))
        .retryWhen(
            Retry.backoff(tries - 1L, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .filter(e -> e instanceof CallException || e instanceof IOException)
                .onRetryExhaustedThrow((spec, signal) -> gaveUp(signal.failure())));
  }

  private CallException gaveUp(Throwable cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new CallException(
        base + " did not take it in " + tries + " tries, the last time: " + why, cause);
  }

  private static Answer answer(
      int status, reactor.netty.http.client.HttpClientResponse response, String text) {
    HttpHeaders received = response.responseHeaders();
    Map<String, String> headers = new TreeMap<>();
    received.forEach(e -> headers.put(e.getKey().toLowerCase(Locale.ROOT), e.getValue()));
    return new Answer(status, headers, text);
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
