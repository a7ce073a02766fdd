package io.tidegauge.loadtest.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Calls to a server, or to several that do the same, over HTTP/2 without TLS ({@code http} URLs,
 * prior knowledge) or with it. What may succeed later (429, 5xx, a lost connection, no answer in
 * time) is sent again with growing pauses, to the next server where there are several. Thread-safe.
 */
public final class HttpCalls {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final List<URI> bases;
  private final HttpClient client;
  private final Patience patience;
  private final AtomicInteger failures = new AtomicInteger();

  /**
   * How long to try.
   *
   * @param tries how often a call is sent at the most
   * @param timeout how long an answer may take
   * @param longestPause between two tries; pauses grow up to it
   */
  public record Patience(int tries, Duration timeout, Duration longestPause) {

    /** The next try after a failure that may be over by then. */
    public RetryBackoffSpec retry(Predicate<Throwable> transients) {
      return Retry.backoff(tries - 1L, FIRST_PAUSE).maxBackoff(longestPause).filter(transients);
    }
  }

  /**
   * Calls to {@code base}, each sent up to {@code tries} times; {@code tenant} goes with each of
   * them as {@code X-Scope-OrgID} unless it is empty.
   */
  public HttpCalls(URI base, String tenant, int tries) {
    this(List.of(base), tenant, new Patience(tries, TIMEOUT, LONGEST_PAUSE));
  }

  /** Calls to the first of {@code bases} that takes them; see the other constructor. */
  public HttpCalls(List<URI> bases, String tenant, Patience patience) {
    for (URI base : bases) {
      if (base.getHost() == null
          || !("http".equals(scheme(base)) || "https".equals(scheme(base)))) {
        throw new IllegalArgumentException(
            "'" + base + "' is no address; give one such as http://localhost:4318");
      }
    }
    this.bases = List.copyOf(bases);
    this.patience = patience;
    HttpClient made =
        HttpClient.create()
            .protocol("https".equals(scheme(bases.getFirst())) ? HttpProtocol.H2 : HttpProtocol.H2C)
            .responseTimeout(patience.timeout());
    this.client =
        tenant.isEmpty() ? made : made.headers(headers -> headers.set("X-Scope-OrgID", tenant));
  }

  /** Where the calls go now. */
  public URI base() {
    return bases.get(Math.floorMod(failures.get(), bases.size()));
  }

  /** The server did not take a call: the next ones go to the next server. */
  public void failed() {
    failures.incrementAndGet();
  }

  /** How long calls are tried. */
  public Patience patience() {
    return patience;
  }

  /** The client, for calls that stream. */
  public HttpClient client() {
    return client;
  }

  /** The full address of a path. */
  public String uri(String path) {
    return base().resolve(path).toString();
  }

  /** POST; the answer may be a refusal, but none that is retryable. */
  public Mono<Answer> post(String path, Map<String, String> headers, byte[] body) {
    return retried(
        () ->
            client
                .headers(all -> headers.forEach(all::set))
                .post()
                .uri(uri(path))
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle(HttpCalls::read));
  }

  /** GET; the answer may be a refusal, but none that is retryable. */
  public Mono<Answer> get(String path) {
    return retried(() -> client.get().uri(uri(path)).responseSingle(HttpCalls::read));
  }

  private static Mono<Answer> read(HttpClientResponse response, ByteBufMono content) {
    return content
        .asString()
        .defaultIfEmpty("")
        .map(text -> answer(response.status().code(), response, text));
  }

  private Mono<Answer> retried(Supplier<Mono<Answer>> call) {
    return Mono.defer(call)
        .flatMap(
            answer ->
                answer.isRetryable()
                    ? Mono.error(new CallException(answer.describe()))
                    : Mono.just(answer))
        .doOnError(e -> failed())
        .retryWhen(
            patience
                .retry(e -> e instanceof CallException || isLost(e))
                .onRetryExhaustedThrow((spec, signal) -> gaveUp(signal.failure())));
  }

  /** Whether no answer came; the call may have been taken. */
  public static boolean isLost(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof ChannelException
        || AbortedException.isConnectionReset(failure);
  }

  private CallException gaveUp(Throwable cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new CallException(
        base() + " did not take it in " + patience.tries() + " tries, the last time: " + why,
        cause);
  }

  private static Answer answer(int status, HttpClientResponse response, String text) {
    HttpHeaders received = response.responseHeaders();
    Map<String, String> headers = new TreeMap<>();
    received.forEach(e -> headers.put(e.getKey().toLowerCase(Locale.ROOT), e.getValue()));
    return new Answer(status, headers, text);
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
