package io.tidegauge.ingest.http.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.write.v1.MetricMetadata;
import io.prometheus.write.v1.WriteRequest;
import io.prometheus.write.v2.BucketSpan;
import io.prometheus.write.v2.Exemplar;
import io.prometheus.write.v2.Histogram;
import io.prometheus.write.v2.Metadata;
import io.prometheus.write.v2.Sample;
import io.prometheus.write.v2.TimeSeries;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.RemoteWrite;
import io.tidegauge.ingest.testing.RemoteWrite.V2Builder;
import io.tidegauge.ingest.testing.StoredSample;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Remote-Write 1.0 and 2.0 end to end into Kafka, with messages that are not ours. */
class RemoteWriteIT {

  private static final String WRITTEN = "X-Prometheus-Remote-Write-";

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();
  private final long now = gateway.now();

  @Test
  void version2IsStoredAsSent() {
    V2Builder request = new V2Builder();
    request.add(
        request
            .series("node_cpu_seconds_total", "cpu", "0", "instance", "a:9100")
            .setMetadata(
                Metadata.newBuilder()
                    .setType(Metadata.MetricType.METRIC_TYPE_COUNTER)
                    .setUnitRef(request.symbol("seconds")))
            .addSamples(sample(now - 1000, 1.5))
            .addSamples(sample(now, 2.5))
            .addExemplars(Exemplar.newBuilder().setValue(1)));
    request.add(request.series("node_load1", "instance", "a:9100").addSamples(sample(now, 0.3)));

    HttpResponse<String> answer = post(RemoteWrite.V2, request);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(written(answer)).containsExactly("3", "0", "0");
    List<StoredSample> stored = gateway.samples(tenant, 3);
    assertThat(stored).hasSize(3);
    Map<String, String> labels =
        Map.of("__name__", "node_cpu_seconds_total", "cpu", "0", "instance", "a:9100");
    assertThat(stored)
        .filteredOn(each -> each.labels().equals(labels))
        .extracting(StoredSample::timestamp, StoredSample::value)
        .containsExactly(Tuple.tuple(now - 1000, 1.5), Tuple.tuple(now, 2.5));
    for (StoredSample each : stored) {
      assertThat(each.id()).isEqualTo(SeriesHasher.of(tenant, Labels.of(each.labels())));
      assertThat(each.partition()).isEqualTo(Topics.partition(each.id().low(), Gateway.PARTITIONS));
      assertThat(each.recordKind()).isEqualTo(RecordKind.SAMPLES);
      assertThat(each.received()).isBetween(now, gateway.now());
      boolean counter = each.metric().endsWith("_total");
      assertThat(each.kind()).isEqualTo(counter ? MetricKind.COUNTER : MetricKind.GAUGE);
      assertThat(each.unit()).isEqualTo(counter ? "seconds" : "");
    }
  }

  @Test
  void version1IsStoredAndItsMetadataTellsTheKind() {
    WriteRequest metadata =
        WriteRequest.newBuilder()
            .addMetadata(
                MetricMetadata.newBuilder()
                    .setMetricFamilyName("odd_name")
                    .setType(MetricMetadata.MetricType.COUNTER))
            .build();
    WriteRequest samples =
        WriteRequest.newBuilder()
            .addTimeseries(series1("odd_name", now, 1))
            .addTimeseries(series1("http_requests_total", now, 2))
            .addTimeseries(series1("temperature", now, 3))
            .build();

    assertThat(post(RemoteWrite.V1, RemoteWrite.snappy(metadata)).statusCode()).isEqualTo(204);
    assertThat(post(RemoteWrite.V1, RemoteWrite.snappy(samples)).statusCode()).isEqualTo(204);

    Map<String, MetricKind> kinds =
        gateway.samples(tenant, 3).stream()
            .collect(Collectors.toMap(StoredSample::metric, StoredSample::kind));
    assertThat(kinds)
        .isEqualTo(
            Map.of(
                "odd_name", MetricKind.COUNTER,
                "http_requests_total", MetricKind.COUNTER,
                "temperature", MetricKind.GAUGE));
  }

  @Test
  void everyBitOfAValueIsKept() {
    long stale = 0x7ff0000000000002L;
    long other = 0x7ff8000000000001L;
    V2Builder request = new V2Builder();
    request.add(
        request
            .series("bits")
            .addSamples(sample(now - 3, Double.longBitsToDouble(stale)))
            .addSamples(sample(now - 2, Double.longBitsToDouble(other)))
            .addSamples(sample(now - 1, Double.NEGATIVE_INFINITY))
            .addSamples(sample(now, -0.0)));

    assertThat(post(RemoteWrite.V2, request).statusCode()).isEqualTo(204);

    assertThat(gateway.samples(tenant, 4))
        .extracting(each -> Double.doubleToRawLongBits(each.value()))
        .containsExactlyInAnyOrder(
            stale,
            other,
            Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
            Double.doubleToRawLongBits(-0.0));
  }

  @Test
  void aPartlyBadRequestIsRefusedWithItsGoodSamplesWritten() {
    V2Builder request = new V2Builder();
    request.add(request.series("good", "a", "b").addSamples(sample(now, 1)));
    request.add(request.series("bad name").addSamples(sample(now, 1)));
    request.add(request.series("twice", "a", "b", "a", "c").addSamples(sample(now, 1)));
    request.add(
        request.series("broken").addLabelsRefs(99).addLabelsRefs(99).addSamples(sample(now, 1)));
    request.add(
        request
            .series("times")
            .addSamples(sample(now - Duration.ofDays(9).toMillis(), 1))
            .addSamples(sample(now, 2))
            .addSamples(sample(now + Duration.ofMinutes(11).toMillis(), 3)));
    request.add(TimeSeries.newBuilder().addSamples(sample(now, 5)));

    HttpResponse<String> answer = post(RemoteWrite.V2, request);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(written(answer)).containsExactly("2", "0", "0");
    assertThat(answer.body()).startsWith("6 samples refused, 2 written").contains("bad name");
    assertThat(gateway.samples(tenant, 2))
        .extracting(StoredSample::metric)
        .containsExactlyInAnyOrder("good", "times");
    assertThat(gateway.rejects(tenant, 6))
        .extracting(RejectRecord::reason)
        .containsExactlyInAnyOrder(
            RejectReason.INVALID_NAME,
            RejectReason.DUPLICATE_LABEL,
            RejectReason.MALFORMED,
            RejectReason.TOO_OLD,
            RejectReason.TOO_FAR_IN_FUTURE,
            RejectReason.MISSING_NAME);
  }

  @Test
  void aNativeHistogramBecomesCountSumAndBuckets() {
    V2Builder request = new V2Builder();
    // Schema 0: (0.5, 1] has 3, (1, 2] has 4, (4, 8] has 2; 1 in the zero bucket; [-2, -1) has 5.
    request.add(
        request
            .series("rpc_seconds", "job", "x")
            .addHistograms(
                Histogram.newBuilder()
                    .setTimestamp(now)
                    .setCountInt(15)
                    .setSum(12.5)
                    .setSchema(0)
                    .setZeroThreshold(0.001)
                    .setZeroCountInt(1)
                    .addPositiveSpans(BucketSpan.newBuilder().setOffset(0).setLength(2))
                    .addPositiveSpans(BucketSpan.newBuilder().setOffset(1).setLength(1))
                    .addPositiveDeltas(3)
                    .addPositiveDeltas(1)
                    .addPositiveDeltas(-2)
                    .addNegativeSpans(BucketSpan.newBuilder().setOffset(1).setLength(1))
                    .addNegativeDeltas(5)));

    HttpResponse<String> answer = post(RemoteWrite.V2, request);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(written(answer)).containsExactly("0", "1", "0");
    Map<String, Double> values =
        gateway.samples(tenant, 8).stream()
            .collect(
                Collectors.toMap(
                    each -> each.metric() + each.labels().getOrDefault("le", ""),
                    StoredSample::value));
    assertThat(values)
        .isEqualTo(
            Map.of(
                "rpc_seconds_count", 15.0,
                "rpc_seconds_sum", 12.5,
                "rpc_seconds_bucket-1", 5.0,
                "rpc_seconds_bucket0.001", 6.0,
                "rpc_seconds_bucket1", 9.0,
                "rpc_seconds_bucket2", 13.0,
                "rpc_seconds_bucket8", 15.0,
                "rpc_seconds_bucket+Inf", 15.0));
  }

  @Test
  void aLargeRequestIsSpreadOverPartitions() {
    V2Builder request = new V2Builder();
    int series = 2000;
    for (int i = 0; i < series; i++) {
      TimeSeries.Builder each = request.series("wide", "id", "series-" + i);
      for (int k = 0; k < 5; k++) {
        each.addSamples(sample(now - k * 1000L, i));
      }
      request.add(each);
    }

    assertThat(post(RemoteWrite.V2, request).statusCode()).isEqualTo(204);

    List<StoredSample> stored = gateway.samples(tenant, series * 5);
    assertThat(stored).hasSize(series * 5).doesNotHaveDuplicates();
    assertThat(stored.stream().map(StoredSample::partition).distinct()).hasSize(Gateway.PARTITIONS);
    // Records hold many samples each: that is what they are gathered for.
    assertThat(stored.stream().map(each -> each.partition() + "/" + each.offset()).distinct())
        .hasSizeLessThan(100);
  }

  @Test
  void acceptedAndRefusedSamplesAreCounted() {
    double accepted = gateway.counter("tidegauge_ingest_accepted_samples_total", "remote_write_1");
    double refused =
        gateway.counter(
            "tidegauge_ingest_rejected_samples_total", "remote_write_1", "invalid_name");
    WriteRequest request =
        WriteRequest.newBuilder()
            .addTimeseries(series1("fine", now, 1))
            .addTimeseries(series1("not fine", now, 2))
            .build();

    assertThat(post(RemoteWrite.V1, RemoteWrite.snappy(request)).statusCode()).isEqualTo(400);

    assertThat(gateway.counter("tidegauge_ingest_accepted_samples_total", "remote_write_1"))
        .isEqualTo(accepted + 1);
    assertThat(
            gateway.counter(
                "tidegauge_ingest_rejected_samples_total", "remote_write_1", "invalid_name"))
        .isEqualTo(refused + 1);
  }

  private HttpResponse<String> post(String type, V2Builder request) {
    return post(type, RemoteWrite.snappy(request.build()));
  }

  private HttpResponse<String> post(String type, byte[] body) {
    return gateway.post(
        "/api/v1/write", tenant, body, "Content-Type", type, "Content-Encoding", "snappy");
  }

  private static List<String> written(HttpResponse<String> answer) {
    return List.of(
        answer.headers().firstValue(WRITTEN + "Samples-Written").orElse(""),
        answer.headers().firstValue(WRITTEN + "Histograms-Written").orElse(""),
        answer.headers().firstValue(WRITTEN + "Exemplars-Written").orElse(""));
  }

  private static Sample sample(long timestamp, double value) {
    return Sample.newBuilder().setTimestamp(timestamp).setValue(value).build();
  }

  private static io.prometheus.write.v1.TimeSeries series1(
      String metric, long timestamp, double value) {
    return io.prometheus.write.v1.TimeSeries.newBuilder()
        .addAllLabels(RemoteWrite.labels(metric, "job", "test"))
        .addSamples(
            io.prometheus.write.v1.Sample.newBuilder().setTimestamp(timestamp).setValue(value))
        .build();
  }
}
