package io.tidegauge.ingest.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.prometheus.write.v1.WriteRequest;
import io.prometheus.write.v2.Histogram;
import io.prometheus.write.v2.Metadata;
import io.prometheus.write.v2.Sample;
import io.tidegauge.ingest.testing.Wire.Point;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Good bodies of the protocols over HTTP, which have something of everything. */
public final class Bodies {

  /** The value of a label of metric up in every body. */
  public static final String LABEL = "label-of-up";

  private static final String PROTOBUF = "application/x-protobuf";

  /**
   * A body.
   *
   * @param plain as it is decoded
   * @param coding how it is sent
   */
  public record Body(String path, byte[] plain, UnaryOperator<byte[]> coding, String... headers) {
    @Override
    public String toString() {
      return path + " " + String.join(" ", headers);
    }
  }

  private Bodies() {}

  public static Stream<Body> good(long now) {
    List<Point> points =
        List.of(
            Point.of("up", now, 1).with("job", LABEL).with("instance", "b:1"),
            Point.of("http_requests_total", now - 5, 2.5).with("code", "200"));
    ExportMetricsServiceRequest otlp = OtlpRequests.of(points);
    String lines =
        "up,job=" + LABEL + ",instance=b v=1,ok=t,n=3i " + now + "000000\nload,at=c\\ d v=2\n";
    String stream =
        "{\"metric\":\"up\",\"labels\":{\"job\":\""
            + LABEL
            + "\"},\"ts\":"
            + now
            + ",\"value\":1}\n"
            + "{\"series\":[{\"metric\":\"b\",\"samples\":[["
            + now
            + ",2]],\"kind\":\"gauge\"}]}\n";
    return Stream.of(
        remoteWrite(version1(now).toByteArray(), RemoteWrite.V1),
        remoteWrite(version2(now).toByteArray(), RemoteWrite.V2),
        new Body("/api/v2/write", utf8(lines), UnaryOperator.identity()),
        new Body("/v1/stream", utf8(stream), UnaryOperator.identity()),
        new Body(
            "/v1/stream",
            RemoteWrite.frames(version2(now), other(now)),
            UnaryOperator.identity(),
            "Content-Type",
            RemoteWrite.V2),
        new Body(
            "/v1/metrics", otlp.toByteArray(), UnaryOperator.identity(), "Content-Type", PROTOBUF),
        new Body(
            "/v1/metrics",
            utf8(json(otlp)),
            UnaryOperator.identity(),
            "Content-Type",
            "application/json"));
  }

  private static Body remoteWrite(byte[] plain, String type) {
    return new Body(
        "/api/v1/write",
        plain,
        RemoteWrite::snappy,
        "Content-Type",
        type,
        "Content-Encoding",
        "snappy");
  }

  private static WriteRequest version1(long now) {
    return WriteRequest.newBuilder()
        .addTimeseries(
            io.prometheus.write.v1.TimeSeries.newBuilder()
                .addAllLabels(RemoteWrite.labels("up", "job", LABEL))
                .addSamples(
                    io.prometheus.write.v1.Sample.newBuilder().setTimestamp(now).setValue(1)))
        .addMetadata(io.prometheus.write.v1.MetricMetadata.newBuilder().setMetricFamilyName("up"))
        .build();
  }

  private static io.prometheus.write.v2.Request version2(long now) {
    RemoteWrite.V2Builder request = new RemoteWrite.V2Builder();
    request.add(
        request
            .series("up", "job", LABEL)
            .setMetadata(Metadata.newBuilder().setUnitRef(request.symbol("s")))
            .addSamples(Sample.newBuilder().setTimestamp(now).setValue(1)));
    request.add(
        request
            .series("rpc_seconds", "job", "a")
            .addHistograms(
                Histogram.newBuilder()
                    .setTimestamp(now)
                    .setCountInt(3)
                    .setSum(2)
                    .setZeroCountInt(1)
                    .addPositiveSpans(io.prometheus.write.v2.BucketSpan.newBuilder().setLength(2))
                    .addPositiveDeltas(1)
                    .addPositiveDeltas(0)));
    return request.build();
  }

  private static io.prometheus.write.v2.Request other(long now) {
    RemoteWrite.V2Builder request = new RemoteWrite.V2Builder();
    request.add(request.series("b").addSamples(Sample.newBuilder().setTimestamp(now).setValue(2)));
    return request.build();
  }

  private static String json(ExportMetricsServiceRequest request) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(request);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
