package io.tidegauge.query.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.security.ProblemType;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import io.tidegauge.query.support.SchemaCheck;
import io.tidegauge.query.web.Endpoint;
import io.tidegauge.query.web.Endpoints;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document says what the handlers do: each operation, and what they answer. */
class OpenApiIT {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final Harness harness = Harness.get();
  private final JsonNode document = harness.api("openapi").get("/api/v1/openapi.json");

  /** One operation, as the handlers have it or as the document says. */
  private record Operation(Set<String> parameters, int status, Set<String> types) {}

  @Test
  void describesEveryOperationAndNoOther() {
    Map<String, Operation> served = new TreeMap<>();
    for (Endpoints bean : harness.context().getBeansOfType(Endpoints.class).values()) {
      for (Endpoint endpoint : bean.endpoints()) {
        served.put(
            endpoint.method() + " " + endpoint.path(),
            new Operation(
                new TreeSet<>(endpoint.parameters()),
                endpoint.status(),
                new TreeSet<>(endpoint.produces())));
      }
    }
    Map<String, Operation> described = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(one -> METHODS.contains(one.getKey()))
                    .forEach(
                        one ->
                            described.put(
                                one.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                described(one.getValue()))));

    assertThat(served).hasSizeGreaterThan(8);
    assertThat(described).isEqualTo(served);
  }

  private static Operation described(JsonNode operation) {
    Set<String> parameters =
        operation
            .path("parameters")
            .valueStream()
            .filter(parameter -> parameter.path("in").asString("").equals("query"))
            .map(parameter -> parameter.path("name").asString())
            .collect(Collectors.toCollection(TreeSet::new));
    String status =
        operation.path("responses").propertyNames().stream()
            .filter(code -> code.compareTo("300") < 0)
            .findFirst()
            .orElseThrow();
    return new Operation(
        parameters,
        Integer.parseInt(status),
        new TreeSet<>(operation.path("responses").path(status).path("content").propertyNames()));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Set<String> references = new HashSet<>();
    collect(document, references);

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  private static void collect(JsonNode node, Set<String> references) {
    if (node.has("$ref")) {
      references.add(node.path("$ref").asString());
    }
    node.forEach(child -> collect(child, references));
  }

  @Test
  void theProblemsOfBadInputAreDescribed() {
    Set<String> statuses =
        document
            .path("paths")
            .path("/api/v1/servers/{id}")
            .path("patch")
            .path("responses")
            .propertyNames()
            .stream()
            .collect(Collectors.toSet());

    assertThat(statuses)
        .contains(
            Integer.toString(ProblemType.INVALID_BODY.status().value()),
            Integer.toString(ProblemType.BODY_TOO_LARGE.status().value()),
            Integer.toString(ProblemType.UNSUPPORTED_MEDIA_TYPE.status().value()));
  }

  private Api given(String tenant) {
    Labels labels = Labels.of("load", "host", "web-1");
    long t = Window.H24.start(1_800_000_000_000L);
    harness.history().series(tenant, Samples.id(tenant, labels), labels, MetricKind.GAUGE, t);
    harness
        .live()
        .write(
            tenant,
            1,
            t,
            Samples.gauge(
                tenant,
                labels,
                1,
                t,
                Double.NaN,
                Samples.rollup(Window.M5, t, 1, State.PROVISIONAL, 1, 2, 3)));
    Api api = harness.api(tenant);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get("/api/v1/live").path("series").size() == 1);
    return api;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/rollups      | /api/v1/rollups?metric=load&from=1799971200000&to=1799971300000&agg=avg,rate,p99.9,first
          /api/v1/metrics      | /api/v1/metrics
          /api/v1/series       | /api/v1/series?metric=load
          /api/v1/servers      | /api/v1/servers
          /api/v1/servers/{id} | /api/v1/servers/web-1
          /api/v1/rules        | /api/v1/rules
          /api/v1/live         | /api/v1/live
          /api/v1/status       | /api/v1/status
          """)
  void answersAreAsDescribed(String path, String request) {
    Api api = given("openapi-answers");

    JsonNode answer = api.get(request);

    JsonNode schema =
        document.at(
            "/paths/"
                + path.replace("/", "~1")
                + "/get/responses/200/content/application~1json/schema");
    List<String> differences = new SchemaCheck(document).differences(schema, answer);
    assertThat(differences).as(answer.toString()).isEmpty();
    assertThat(
            answer.findValues("id").size()
                + answer.findValues("name").size()
                + answer.findValues("points").size())
        .as("there is something in it: %s", answer)
        .isPositive();
  }

  @Test
  void headersAreAsDescribed() {
    Api api = given("openapi-headers");

    var headers =
        api.exchange(
                HttpMethod.GET,
                "/api/v1/rollups?metric=load&from=1799971200000&to=1799971300000",
                MediaType.valueOf("text/csv"))
            .getHeaders();

    JsonNode described = document.at("/paths/~1api~1v1~1rollups/get/responses/200/headers");
    assertThat(described.propertyNames()).containsExactly(RollupEndpoints.WATERMARK);
    for (String name : described.propertyNames()) {
      String value = headers.getFirst(name);
      assertThat(value).as(name).isNotNull();
      assertThat(Instant.parse(String.valueOf(value)).toString()).isEqualTo(value);
      assertThat(described.path(name).path("schema").path("format").asString())
          .isEqualTo("date-time");
    }
  }

  @Test
  void problemsAreAsDescribed() {
    String body =
        String.valueOf(
            harness.api("x").exchange(HttpMethod.GET, "/api/v1/rollups", MediaType.ALL).getBody());

    assertThat(
            new SchemaCheck(document)
                .differences(document.at("/components/schemas/Problem"), Api.json(body)))
        .isEmpty();
  }
}
