package io.tidegauge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.tidegauge.engines.process.Ports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real senders of each protocol, each checked at the query API. */
class SendersIT {

  private static final long HOUR = 3_600_000;

  private final Product product = Product.shared();
  private final Rollups rollups = new Rollups(product.query());

  @TempDir Path directory;

  @Test
  void openTelemetrySdkOverHttp() {
    sendWithOpenTelemetry(
        OtlpHttpMetricExporter.builder()
            .setEndpoint(product.ingest().resolve("/v1/metrics").toString())
            .build(),
        "otlp_http");
  }

  @Test
  void openTelemetrySdkOverGrpc() {
    sendWithOpenTelemetry(
        OtlpGrpcMetricExporter.builder().setEndpoint(product.grpc().toString()).build(),
        "otlp_grpc");
  }

  private void sendWithOpenTelemetry(MetricExporter exporter, String name) {
    Resource resource =
        Resource.create(
            Attributes.of(AttributeKey.stringKey("service.name"), "acceptance-" + name));
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(PeriodicMetricReader.builder(exporter).build())
            .build()) {
      provider.get("acceptance").counterBuilder(name + ".requests").build().add(42);
      provider.get("acceptance").gaugeBuilder(name + ".level").build().set(1.5);
      assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
    awaitMax(name + "_requests_total", 42);
    awaitMax(name + "_level", 1.5);
  }

  @Test
  void micrometersInfluxRegistry() {
    InfluxConfig config =
        new InfluxConfig() {
          @Override
          public @Nullable String get(String key) {
            return switch (key) {
              case "influx.uri" -> product.ingest().toString();
              // Longer than the test: what was counted is sent once, when the registry is closed.
              case "influx.step" -> "1h";
              case "influx.autoCreateDb" -> "false";
              case "influx.db" -> "acceptance";
              default -> null; // the default
            };
          }
        };
    for (int counted : List.of(17, 25)) {
      InfluxMeterRegistry registry = new InfluxMeterRegistry(config, Clock.SYSTEM);
      registry.counter("influx.events", "kind", "test").increment(counted);
      Gauge.builder("influx.level", () -> counted / 10.0).register(registry);
      registry.close();
    }

    Await.until(
        Duration.ofSeconds(10),
        () -> {
          assertThat(points("influx_events_value").mapToDouble(Point::sum).sum()).isEqualTo(42);
          assertThat(points("influx_level_value").mapToDouble(Point::sum).sum())
              .isCloseTo(4.2, within(1e-9));
        });
  }

  @Test
  void vmagent() throws Exception {
    assumeTrue(Program.exists("vmagent"), "Debian's package victoria-metrics is not installed");
    AtomicLong scrapes = new AtomicLong();
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/metrics",
        exchange -> {
          byte[] page =
              ("# TYPE vmagent_scrapes_total counter\nvmagent_scrapes_total "
                      + scrapes.incrementAndGet()
                      + "\n")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    target.start();
    Path config = directory.resolve("scrape.yml");
    Files.writeString(
        config,
        """
        scrape_configs:
          - job_name: vmagent-acceptance
            scrape_interval: 1s
            static_configs:
              - targets: ['127.0.0.1:%d']
        """
            .formatted(target.getAddress().getPort()));
    try (Program agent =
        Program.start(
            directory,
            Product.output("vmagent.log"),
            List.of(
                "vmagent",
                "-promscrape.config=" + config,
                "-remoteWrite.url=" + product.ingest().resolve("/api/v1/write"),
                "-remoteWrite.tmpDataPath=" + directory.resolve("vmagent"),
                "-remoteWrite.flushInterval=1s",
                "-httpListenAddr=127.0.0.1:" + Ports.free()))) {
      assertThat(agent.isAlive()).isTrue();
      Await.until(
          Duration.ofSeconds(30),
          () -> assertThat(maximum("vmagent_scrapes_total")).isGreaterThanOrEqualTo(5));
    } finally {
      target.stop(0);
    }
  }

  @Test
  void curlOnTheNativeStream() throws Exception {
    assumeTrue(Program.exists("curl"), "curl is not installed");
    Path lines = directory.resolve("lines.ndjson");
    long now = System.currentTimeMillis();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(
          "{\"metric\":\"curl_stream_value\",\"labels\":{\"host\":\"a\"},\"ts\":%d,\"value\":%d}%n"
              .formatted(now - 100 + i, i + 1));
    }
    Files.writeString(lines, text);
    try (Program curl =
        Program.start(
            directory,
            Product.output("curl.log"),
            List.of(
                "curl",
                "-sS",
                "--fail",
                "--http2-prior-knowledge",
                "-T",
                lines.toString(),
                "-X",
                "POST",
                "-H",
                "Content-Type: application/x-ndjson",
                product.ingest().resolve("/v1/stream").toString()))) {
      assertThat(curl.await(30)).as(curl.output()).isZero();
      assertThat(curl.output()).contains("\"ack\":100");
    }
    Await.until(
        Duration.ofSeconds(10),
        () -> {
          assertThat(points("curl_stream_value").mapToLong(Point::count).sum()).isEqualTo(100);
          assertThat(points("curl_stream_value").mapToDouble(Point::sum).sum())
              .isCloseTo(5050, within(1e-9));
        });
  }

  private void awaitMax(String metric, double value) {
    Await.until(
        Duration.ofSeconds(10), () -> assertThat(maximum(metric)).as(metric).isEqualTo(value));
  }

  private double maximum(String metric) {
    return points(metric).mapToDouble(Point::max).max().orElse(Double.NaN);
  }

  private java.util.stream.Stream<Point> points(String metric) {
    long now = System.currentTimeMillis();
    return rollups.of(metric, "5m", now - HOUR, now + HOUR).values().stream()
        .flatMap(points -> points.values().stream());
  }
}
