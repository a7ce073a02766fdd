package io.tidegauge.ingest.http.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Line protocol end to end into Kafka. */
class InfluxIT {

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();
  private final long now = gateway.now();

  @Test
  void fieldsBecomeMetricsAndTagsLabels() {
    String lines =
        "cpu,host=a\\ b,region=eu usage=0.5,busy=t,ticks=12i,big=18446744073709551615u "
            + now * 1_000_000
            + "\n# a comment\n\nweather\\,now,1st=x temp\\ out=-1.5e1 "
            + now * 1_000_000
            + "\n";

    HttpResponse<String> answer = write("/api/v2/write?bucket=b&org=o", lines);

    assertThat(answer.statusCode()).isEqualTo(204);
    List<StoredSample> stored = gateway.samples(tenant, 5);
    assertThat(stored).hasSize(5).allSatisfy(each -> assertThat(each.timestamp()).isEqualTo(now));
    Map<String, Double> values =
        stored.stream().collect(Collectors.toMap(StoredSample::metric, StoredSample::value));
    assertThat(values)
        .isEqualTo(
            Map.of(
                "cpu_usage", 0.5,
                "cpu_busy", 1.0,
                "cpu_ticks", 12.0,
                "cpu_big", 0x1p64,
                "weather_now_temp_out", -15.0));
    assertThat(stored)
        .filteredOn(each -> each.metric().equals("cpu_usage"))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.labels())
                    .isEqualTo(Map.of("__name__", "cpu_usage", "host", "a b", "region", "eu")));
    assertThat(stored)
        .filteredOn(each -> each.metric().equals("weather_now_temp_out"))
        .singleElement()
        .satisfies(each -> assertThat(each.labels()).containsEntry("_1st", "x"));
  }

  @Test
  void precisionGzipAndMissingTimestamps() throws IOException {
    byte[] lines = ("a v=1 " + now / 1000 + "\nb v=2\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(lines);
    }

    HttpResponse<String> answer =
        gateway.post(
            "/write?db=x&precision=s", tenant, packed.toByteArray(), "Content-Encoding", "gzip");

    assertThat(answer.statusCode()).isEqualTo(204);
    Map<String, Long> times =
        gateway.samples(tenant, 2).stream()
            .collect(Collectors.toMap(StoredSample::metric, StoredSample::timestamp));
    assertThat(times.get("a_v")).isEqualTo(now / 1000 * 1000);
    assertThat(times.get("b_v")).isBetween(now, gateway.now());
  }

  @Test
  void goodLinesAndFieldsOfABadRequestAreWritten() {
    String lines =
        "good v=1,text=\"a, b\",w=2\nno_fields\nbad v=1x,ok=3\nbad v=NaN\nlate v=1 1\nlast v=4 \n"
            + "open v=\"no end\nafter v=5\n";

    HttpResponse<String> answer = write("/api/v2/write", lines);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"invalid\"").contains("partial write");
    assertThat(gateway.samples(tenant, 5))
        .extracting(StoredSample::metric)
        .containsExactlyInAnyOrder("good_v", "good_w", "bad_ok", "last_v", "after_v");
    assertThat(gateway.rejects(tenant, 6))
        .extracting(RejectRecord::reason)
        .containsExactlyInAnyOrder(
            RejectReason.UNSUPPORTED_TYPE,
            RejectReason.MALFORMED,
            RejectReason.INVALID_VALUE,
            RejectReason.INVALID_VALUE,
            RejectReason.TOO_OLD,
            RejectReason.MALFORMED);
  }

  @Test
  void version1HasItsOwnErrorDocument() {
    HttpResponse<String> answer = write("/write?db=x", "nonsense");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":\"partial write: malformed");
  }

  @Test
  void stepsOfMicrometerAreGauges() {
    write("/write?db=x", "http_requests,metric_type=histogram count=3,sum=1\nother count=3\n");

    Map<String, MetricKind> kinds =
        gateway.samples(tenant, 3).stream()
            .collect(Collectors.toMap(StoredSample::metric, StoredSample::kind));
    assertThat(kinds)
        .isEqualTo(
            Map.of(
                "http_requests_count", MetricKind.GAUGE,
                "http_requests_sum", MetricKind.GAUGE,
                "other_count", MetricKind.COUNTER));
  }

  @Test
  void sendersFindWhatTheyAskForBeforeTheyWrite() {
    assertThat(gateway.get("/ping").statusCode()).isEqualTo(204);
    assertThat(gateway.get("/ping?verbose=true").body()).contains("version");
    assertThat(gateway.get("/health").body()).contains("\"status\":\"pass\"");
    assertThat(
            gateway.post("/query?q=CREATE%20DATABASE%20%22m%22", tenant, new byte[0]).statusCode())
        .isEqualTo(200);
    assertThat(gateway.post("/query?q=DROP%20DATABASE%20m", tenant, new byte[0]).statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<String> write(String path, String lines) {
    return gateway.post(path, tenant, lines.getBytes(StandardCharsets.UTF_8));
  }
}
