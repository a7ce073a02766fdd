package io.tidegauge.query.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.query.support.Api;
import io.tidegauge.query.support.Harness;
import io.tidegauge.query.support.Samples;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Answers of many windows: streamed, given up without a trace, refused above the limit. */
class LargeAnswersIT {

  private static final String TENANT = "large";
  private static final Labels LABELS = Labels.of("load", "host", "a");
  private static final long T = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
  private static final int SERIES = 50;
  private static final int WINDOWS = 2_000;
  private static final String RUNNING = "tidegauge_query_history_running";

  private final Harness harness = Harness.get();

  private static Labels labels(int i) {
    return Labels.of("load", "host", "h" + i);
  }

  private Api given() {
    Api api = harness.api(TENANT);
    if (api.get("/api/v1/series?metric=load").path("series").isEmpty()) {
      for (int i = 0; i < SERIES; i++) {
        Labels labels = labels(i);
        harness.history().series(TENANT, Samples.id(TENANT, labels), labels, MetricKind.GAUGE, T);
        harness.history().windows(TENANT, Samples.id(TENANT, labels), "load", T, WINDOWS);
      }
      harness.live().write(TENANT, 1, T, Samples.gauge(TENANT, LABELS, 1, T, 1));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> api.get("/api/v1/live").path("series").size() == 1);
    }
    return api;
  }

  private static String path(int windows) {
    return "/api/v1/rollups?metric=load&agg=count,avg&from="
        + T
        + "&to="
        + (T + windows * 300_000L);
  }

  @Test
  void everyWindowComes() {
    Api api = given();

    String lines = api.text(path(WINDOWS), MediaType.valueOf("application/x-ndjson"));

    assertThat(lines.lines().count()).isEqualTo((long) SERIES * WINDOWS);
    assertThat(lines.lines().distinct().count()).isEqualTo((long) SERIES * WINDOWS);
    assertThat(api.get(path(WINDOWS) + "&by=").path("series").get(0).path("points").size())
        .isEqualTo(WINDOWS);
  }

  @ParameterizedTest
  @CsvSource({"ARROW, ArrowStream", "PARQUET, Parquet"})
  void everyWindowComesInEveryBatchAndRowGroup(Format format, String name) {
    byte[] file = given().bytes(path(WINDOWS), format.type());

    JsonNode all =
        harness
            .clickhouse()
            .read(
                "SELECT count() AS rows, uniqExact(labels['host'], start) AS windows,"
                    + " sum(count) AS samples, min(avg) AS least, max(avg) AS most,"
                    + " toUnixTimestamp64Milli(max(start)) AS last",
                name,
                file)
            .getFirst();

    long rows = (long) SERIES * WINDOWS;
    assertThat(all.toString())
        .isEqualTo(
            "{\"rows\":%d,\"windows\":%d,\"samples\":%d,\"least\":1,\"most\":1,\"last\":%d}"
                .formatted(rows, rows, rows, T + (WINDOWS - 1) * 300_000L));
  }

  @Test
  void anAnswerOfMegabytesIsKeptAndComesAsItWas() {
    String tenant = "large-kept";
    for (int i = 0; i < 10; i++) {
      Labels labels = labels(i);
      SeriesId id = Samples.id(tenant, labels);
      harness.history().series(tenant, id, labels, MetricKind.GAUGE, T);
      harness.history().windows(tenant, id, "load", T, WINDOWS);
    }
    long closed = T + Duration.ofDays(30).toMillis();
    harness.live().stored(tenant, 50, closed, closed);
    Api api = harness.api(tenant);
    String all = path(WINDOWS).replace("agg=count,avg", "agg=count,sum,min,max,avg,first,last");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get(all).path("watermark").asString("").startsWith("2024-01-31"));

    String fresh = api.text(all + "&match=zone:", MediaType.APPLICATION_JSON);
    assertThat(fresh).hasSizeGreaterThan(2_000_000);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              double hits = harness.cacheHits();
              assertThat(api.text(all, MediaType.APPLICATION_JSON)).isEqualTo(fresh);
              assertThat(harness.cacheHits()).isGreaterThan(hits);
            });
  }

  @Test
  void readersThatGoAwayFreeTheirConnections() {
    given();
    Api few =
        another(Map.of("tidegauge.clickhouse.connections", "2", "tidegauge.clickhouse.queue", "4"));
    // More often than there are connections and places in the queue together.
    Format[] formats = Format.values();
    for (int i = 0; i < 20; i++) {
      DataBuffer first =
          few.client()
              .get()
              .uri(few.uri(path(WINDOWS)))
              .accept(formats[i % formats.length].type())
              .exchangeToFlux(response -> response.bodyToFlux(DataBuffer.class))
              .blockFirst(Duration.ofSeconds(20));
      DataBufferUtils.release(first);
    }

    assertThat(few.get(path(10)).path("series").size()).isEqualTo(SERIES);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(few.metric(RUNNING)).isZero());
  }

  @Test
  void readersThatTakeNothingAreCutAndOthersAreServedMeanwhile() throws IOException {
    given();
    Api few =
        another(
            Map.of("tidegauge.clickhouse.connections", "2", "tidegauge.query.limits.stall", "3s"));
    List<Socket> stalled = new ArrayList<>();
    try {
      // More of them than there are threads.
      for (int i = 0; i < 6; i++) {
        stalled.add(ask(few.uri(path(WINDOWS).replace("agg=count,avg&", "")).toString()));
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> few.metric(RUNNING) == 6);

      assertThat(few.get(path(10)).path("series").size()).isEqualTo(SERIES);
      await().atMost(Duration.ofSeconds(30)).until(() -> few.metric(RUNNING) == 0);
      assertThat(few.metric("tidegauge_query_answers_cut_total")).isEqualTo(6);
      assertThat(few.get(path(10)).path("series").size()).isEqualTo(SERIES);
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  /** Asks and reads the first bytes of the answer, and nothing more. */
  private static Socket ask(String uri) throws IOException {
    URI address = URI.create(uri);
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    String request =
        "GET "
            + address.getRawPath()
            + "?"
            + address.getRawQuery()
            + " HTTP/1.1\r\nHost: localhost\r\nX-Scope-OrgID: "
            + TENANT
            + "\r\nAccept: application/x-ndjson\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] first = socket.getInputStream().readNBytes(15);
    assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
    return socket;
  }

  private Api another(Map<String, String> settings) {
    Api api = new Api(Harness.port(harness.another(settings)), TENANT);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                api.exchange(HttpMethod.GET, path(10), MediaType.ALL)
                    .getStatusCode()
                    .is2xxSuccessful());
    return api;
  }

  @Test
  void moreWindowsThanTheLimitAreRefusedBeforeTheFirst() {
    Api api = given();
    Api limited = another(Map.of("tidegauge.query.limits.points", "20000"));

    var refused = limited.exchange(HttpMethod.GET, path(WINDOWS), MediaType.ALL);

    assertThat(refused.getStatusCode().value()).isEqualTo(422);
    assertThat(Api.json(String.valueOf(refused.getBody())).path("detail").asString())
        .contains("20000 windows", "narrow from and to");
    assertThat(api.exchange(HttpMethod.GET, path(WINDOWS), MediaType.ALL).getStatusCode().value())
        .isEqualTo(200);
  }
}
