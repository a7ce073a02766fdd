package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.ingest.testing.StoredSample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What an OpenTelemetry Java SDK measures and how it must arrive. */
public final class SdkMetrics {

  /** Counter 1, gauge 1, histogram 3 bounds and +Inf, sum and count, target_info. */
  public static final int SAMPLES = 9;

  private SdkMetrics() {}

  /** Measures something and exports it once. */
  public static void export(MetricExporter exporter) {
    Resource resource =
        Resource.create(
            Attributes.builder()
                .put("service.name", "checkout")
                .put("service.instance.id", "c-1")
                .put("host.name", "node7")
                .put("os.type", "linux")
                .build());
    PeriodicMetricReader reader =
        PeriodicMetricReader.builder(exporter).setInterval(Duration.ofHours(1)).build();
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder().setResource(resource).registerMetricReader(reader).build()) {
      Meter meter = provider.meterBuilder("shop").setInstrumentationVersion("2.1").build();
      meter
          .counterBuilder("orders")
          .build()
          .add(5, Attributes.of(AttributeKey.stringKey("payment.method"), "card"));
      meter.gaugeBuilder("queue.fill").setUnit("1").build().set(0.75);
      var latency =
          meter
              .histogramBuilder("latency")
              .setUnit("s")
              .setExplicitBucketBoundariesAdvice(List.of(0.1, 0.5, 2.5))
              .build();
      latency.record(0.05);
      latency.record(0.5);
      latency.record(9);
      CompletableResultCode result = provider.forceFlush().join(30, TimeUnit.SECONDS);
      assertThat(result.isSuccess()).isTrue();
    }
  }

  /** Checks the samples of the first export. */
  public static void assertDelivered(List<StoredSample> samples) {
    assertThat(samples)
        .extracting(
            s ->
                s.metric()
                    + s.labels().entrySet().stream()
                        .filter(each -> each.getKey().equals("le"))
                        .map(each -> "{le=" + each.getValue() + "}")
                        .findFirst()
                        .orElse("")
                    + " "
                    + s.kind()
                    + " "
                    + s.value())
        .contains(
            "orders_total COUNTER 5.0",
            "queue_fill_ratio GAUGE 0.75",
            "latency_seconds_bucket{le=0.1} COUNTER 1.0",
            "latency_seconds_bucket{le=0.5} COUNTER 2.0",
            "latency_seconds_bucket{le=2.5} COUNTER 2.0",
            "latency_seconds_bucket{le=+Inf} COUNTER 3.0",
            "latency_seconds_sum COUNTER 9.55",
            "latency_seconds_count COUNTER 3.0",
            "target_info GAUGE 1.0");
    assertThat(samples)
        .allSatisfy(
            s ->
                assertThat(s.labels())
                    .containsAllEntriesOf(
                        Map.of("job", "checkout", "instance", "c-1", "host_name", "node7")));
    assertThat(samples)
        .filteredOn(s -> s.metric().equals("orders_total"))
        .allSatisfy(
            s ->
                assertThat(s.labels())
                    .containsEntry("payment_method", "card")
                    .containsEntry("otel_scope_name", "shop")
                    .containsEntry("otel_scope_version", "2.1"));
    assertThat(samples)
        .filteredOn(s -> s.metric().equals("target_info"))
        .allSatisfy(s -> assertThat(s.labels()).containsEntry("os_type", "linux"));
    assertThat(samples).extracting(StoredSample::kind).doesNotContain(MetricKind.OBSERVATION);
  }
}
