package io.tidegauge.query.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.RawRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Bad input: a problem document (RFC 9457) with a stable type and an advice, and never a 5xx. */
class ProblemsIT {

  private static final String ROLLUPS = "/api/v1/rollups?metric=load";

  private final Harness harness = Harness.get();
  private final Api api = harness.api("problems");

  private static void assertProblem(
      ResponseEntity<String> response, int status, String reason, String advice) {
    String body = String.valueOf(response.getBody());
    assertThat(response.getStatusCode().value()).as(body).isEqualTo(status);
    assertThat(response.getHeaders().getContentType())
        .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    JsonNode problem = Api.json(body);
    assertThat(problem.path("type").asString()).isEqualTo("urn:tidegauge:problem:" + reason);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(problem.path("detail").asString()).contains(advice);
    assertThat(body).doesNotContain("Exception", "\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/rollups                                   | metric is missing, give it, such as
          /api/v1/rollups?metric=                           | metric is missing
          /api/v1/rollups?metric=a&metric=b                 | give it once
          /api/v1/rollups?metric=load&window=7m             | 5m
          /api/v1/rollups?metric=load&from=yesterday        | RFC 3339
          /api/v1/rollups?metric=load&from=99999999999999999999 | RFC 3339
          /api/v1/rollups?metric=load&to=999999999999999999 | RFC 3339
          /api/v1/rollups?metric=load&from=2000&to=1000     | from must be before to
          /api/v1/rollups?metric=load&from=0&to=253402300799999 | narrow the range
          /api/v1/rollups?metric=load&agg=median            | use avg, min
          /api/v1/rollups?metric=load&agg=p101              | use avg, min
          /api/v1/rollups?metric=load&agg=                  | use avg, min
          /api/v1/rollups?metric=load&match=host            | label:value
          /api/v1/rollups?metric=load&match=:a              | label:value
          /api/v1/rollups?metric=load&step=5m               | There is no parameter 'step' here
          /api/v1/metrics?match=a:b                         | There is no parameter 'match' here
          /api/v1/series                                    | metric is missing
          /api/v1/series?metric=load&match=host             | label:value
          /api/v1/live?window=1m                            | 5m
          /api/v1/live?match=x                              | label:value
          /api/v1/live/stream?maxRate=0                     | write a number from 0.1 to 10
          /api/v1/live/stream?maxRate=fast                  | write a number from 0.1 to 10
          /api/v1/live/stream?maxRate=NaN                   | write a number from 0.1 to 10
          /api/v1/live/stream?match=x                       | label:value
          /api/v1/live/ws                                   | Upgrade: websocket
          /api/v1/servers?limit=4                           | there is none
          /api/v1/rules?server=a                            | there is none
          /api/v1/events?limit=0                            | write a number from 1
          /api/v1/events?limit=1001                         | to 1000
          /api/v1/events?limit=1.5                          | whole number
          /api/v1/events?from=now                           | RFC 3339
          /api/v1/events?from=2000&to=1000                  | from must be before to
          """)
  void saysWhatToChange(String path, String advice) {
    assertProblem(
        api.exchange(HttpMethod.GET, path, MediaType.ALL), 400, "invalid-parameter", advice);
  }

  @Test
  void tooManyAndTooLong() {
    assertProblem(
        api.exchange(HttpMethod.GET, ROLLUPS + "&match=a:b".repeat(21), MediaType.ALL),
        400,
        "invalid-parameter",
        "the limit is 20");
    assertProblem(
        api.exchange(HttpMethod.GET, ROLLUPS + "x".repeat(4_096), MediaType.ALL),
        400,
        "invalid-parameter",
        "shorten it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&from=-253402300799999&to=-253402300700000",
        "&from=253402300700000&to=253402300799999",
        "&from=9999-12-31T23:00:00Z&to=9999-12-31T23:59:59Z",
        "&from=2026-01-01T00:00:00%2B01:00&to=2026-01-01T01:00:00+01:00",
        "&from=-1&to=1",
        "&by=%00,%27&agg=p0,p100,p99.9999",
        "&match=%F0%9F%98%80:%ED%A0%80",
        "&match=a:%27%29%20OR%201=1--"
      })
  void unusualButValidIsAnEmptyAnswer(String query) {
    ResponseEntity<String> response =
        api.exchange(HttpMethod.GET, ROLLUPS + query, MediaType.APPLICATION_JSON);

    assertThat(response.getStatusCode().value()).as(response.getBody()).isEqualTo(200);
    assertThat(Api.json(String.valueOf(response.getBody())).path("series").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/pdf", "text/csv;q=0", "nonsense", "text/"})
  void typesThatCannotBeMade(String accept) {
    String answer =
        RawRequest.send(harness.port(), "GET " + ROLLUPS + " HTTP/1.1", "Accept: " + accept);

    assertThat(answer).startsWith("HTTP/1.1 406 ").contains("urn:tidegauge:problem:not-acceptable");
    assertThat(answer).contains("application/x-ndjson, text/csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "é"})
  void tenantsThatCannotBe(String tenant) {
    String answer =
        RawRequest.send(harness.port(), "GET /api/v1/metrics HTTP/1.1", "X-Scope-OrgID: " + tenant);

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("urn:tidegauge:problem:invalid-tenant");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/v1/rollups?metric=%zz HTTP/1.1, 400",
    "GET /api/v1/rollups?metric=% HTTP/1.1, 400",
    "GET /api/v1/servers/%zz HTTP/1.1, 400",
    "GET /api/v1/servers/%00 HTTP/1.1, 404",
    "GET /api/v1/servers/a;b=c HTTP/1.1, 404",
    "GET /api/v1/servers/..%2f..%2fetc HTTP/1.1, 404",
    "GET /api/v2/rollups HTTP/1.1, 404",
    "GET /nothing-here HTTP/1.1, 404",
    "POST /api/v1/rollups HTTP/1.1, 405",
    "DELETE /api/v1/servers/a HTTP/1.1, 405",
    "BREW /api/v1/servers HTTP/1.1, 405"
  })
  void requestsThatNoClientWouldWrite(String requestLine, int status) {
    String answer = RawRequest.send(harness.port(), requestLine);

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains("application/problem+json", "urn:tidegauge:problem:");
  }

  @Test
  void aRefusedMethodNamesThoseThatAreTaken() {
    ResponseEntity<String> answer =
        api.exchange(HttpMethod.DELETE, "/api/v1/servers/a", MediaType.ALL);

    assertProblem(answer, 405, "method-not-allowed", "takes GET, PATCH");
    assertThat(answer.getHeaders().getAllow())
        .containsExactlyInAnyOrder(HttpMethod.GET, HttpMethod.PATCH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {          | This is not JSON
          ``         | not an object
          []         | not an object
          {}         | something to change
          {"id":"x"} | 'id' cannot be changed
          {"role":1} | role must be one line
          {"role":null} | role must be one line
          {"role":"a\\nb"} | role must be one line
          {"owner":1} | owner must be one line
          {"tags":"a"} | at most 32 tags
          {"tags":[""]} | at most 32 tags
          {"tags":[1]} | at most 32 tags
          {"tags":["a\\nb"]} | on one line
          """)
  void bodiesThatCannotBeRead(String body, String advice) {
    assertProblem(
        api.patch("/api/v1/servers/a", MediaType.APPLICATION_JSON, body),
        400,
        "invalid-body",
        advice);
  }

  @Test
  void tagsAreNotTooManyAndNotTooLong() {
    String many = "\"a\", ".repeat(32) + "\"b\"";
    for (String tags : List.of(many, '"' + "x".repeat(65) + '"')) {
      assertProblem(
          api.patch("/api/v1/servers/a", MediaType.APPLICATION_JSON, "{\"tags\": [" + tags + "]}"),
          400,
          "invalid-body",
          "at most 32 tags, each 1 to 64 characters");
    }
  }

  @Test
  void rulesThatCannotBe() {
    assertProblem(
        api.send(HttpMethod.PUT, "/api/v1/rules/cpu", "{\"signal\": \"cpu\", \"warning\": 90}"),
        400,
        "invalid-body",
        "a share, write 0 to 1");
    assertProblem(
        api.send(HttpMethod.PUT, "/api/v1/rules/A%00", "{\"signal\": \"cpu\", \"warning\": 0.9}"),
        400,
        "invalid-body",
        "[a-z0-9]");
    for (String id : List.of("nothing", "%00")) {
      assertProblem(
          api.exchange(HttpMethod.DELETE, "/api/v1/rules/" + id, MediaType.ALL),
          404,
          "not-found",
          "/api/v1/rules lists them");
    }
    assertThat(api.get("/api/v1/events?server=%00").path("events").size()).isZero();
  }

  @Test
  void bodiesThatAreTooLongOrOfAnotherType() {
    String longBody = "{\"role\": \"" + "x".repeat(300_000) + "\"}";
    assertProblem(
        api.patch("/api/v1/servers/a", MediaType.APPLICATION_JSON, longBody),
        413,
        "body-too-large",
        "bytes at the most");
    assertProblem(
        api.patch("/api/v1/servers/a", MediaType.TEXT_PLAIN, "role=x"),
        415,
        "unsupported-media-type",
        "application/json");
    assertProblem(
        api.patch("/api/v1/servers/%00", MediaType.APPLICATION_JSON, "{\"role\": \"x\"}"),
        404,
        "not-found",
        "/api/v1/servers lists them");
  }

  @Test
  void pagesOfOtherOriginsMayNotChangeAnything() {
    String answer =
        RawRequest.send(
            harness.port(),
            "PATCH /api/v1/servers/a HTTP/1.1",
            "Origin: http://evil.example",
            "Content-Type: application/json",
            "Content-Length: 0");

    assertThat(answer).startsWith("HTTP/1.1 403 ").contains("urn:tidegauge:problem:foreign-origin");
  }

  @Test
  void refusalsAreCountedByReason() {
    api.exchange(HttpMethod.GET, "/api/v1/rollups", MediaType.ALL);

    assertThat(api.text("/actuator/prometheus", MediaType.TEXT_PLAIN))
        .containsPattern("tidegauge_query_problems_total\\{[^}]*invalid-parameter[^}]*} [1-9]");
  }
}
