package io.tidegauge.loadtest.chaos.nemesis;

import io.tidegauge.loadtest.chaos.cluster.Member;
import io.tidegauge.loadtest.chaos.cluster.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * An answer that a service gives while a store is away.
 *
 * @param what in words
 * @param request the question; the number is another one each time, so that no cache answers
 * @param answer what it must be
 */
record Promise(String what, LongFunction<HttpRequest> request, Answer answer) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String TENANT = "chaos-promises";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /** Judges an answer. */
  @FunctionalInterface
  interface Answer {
    /** Whether it is what was promised. */
    boolean isKept(HttpResponse<String> answer);
  }

  /** What a service promises while a store is away; nothing where it does not ask the store. */
  static List<Promise> of(Role away, Member service) {
    URI base = service.address();
    return switch (service.role()) {
      case INGEST -> ofGateway(away, base);
      case QUERY -> ofQuery(away, base);
      default -> List.of();
    };
  }

  private static List<Promise> ofGateway(Role away, URI base) {
    Promise alive = get(base, "gateways stay alive", "/actuator/health/liveness", success());
    if (away != Role.KAFKA) {
      return List.of(alive, write(base, "samples are taken", success()));
    }
    return List.of(
        alive,
        get(base, "gateways are not ready", "/actuator/health/readiness", status(UNAVAILABLE)),
        write(base, "samples are refused with 503 and Retry-After", unavailable("")));
  }

  private static List<Promise> ofQuery(Role away, URI base) {
    List<Promise> promises = new ArrayList<>();
    promises.add(get(base, "query nodes stay alive", "/actuator/health/liveness", success()));
    promises.add(get(base, "live state is answered", "/api/v1/live?metric=none%d", success()));
    String history = "/api/v1/rollups?metric=none%d&window=5m";
    if (away == Role.CLICKHOUSE) {
      promises.add(
          get(
              base,
              "history says 503, why, and Retry-After",
              history,
              unavailable("history-unavailable")));
    } else {
      promises.add(get(base, "history is answered", history, success()));
    }
    return promises;
  }

  private static Promise get(URI base, String what, String path, Answer answer) {
    return new Promise(
        what,
        number -> request(base.resolve(path.replace("%d", Long.toString(number)))).build(),
        answer);
  }

  private static Promise write(URI base, String what, Answer answer) {
    return new Promise(
        what,
        number ->
            request(base.resolve("/api/v2/write"))
                .POST(HttpRequest.BodyPublishers.ofString("chaos_promise value=" + number))
                .build(),
        answer);
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(PATIENCE).header("X-Scope-OrgID", TENANT);
  }

  private static Answer success() {
    return answer -> answer.statusCode() / 100 == OK / 100;
  }

  private static Answer status(int status) {
    return answer -> answer.statusCode() == status;
  }

  private static Answer unavailable(String reason) {
    return answer ->
        answer.statusCode() == UNAVAILABLE
            && answer.headers().firstValue("Retry-After").isPresent()
            && answer.body().contains(reason);
  }
}
