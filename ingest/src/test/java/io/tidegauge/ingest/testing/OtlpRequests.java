package io.tidegauge.ingest.testing;

import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.tidegauge.ingest.grpc.OtlpGrpcServer;
import io.tidegauge.ingest.testing.Wire.Answer;
import io.tidegauge.ingest.testing.Wire.Point;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Builds and sends OTLP requests with the classes of the published schema. */
final class OtlpRequests {

  private OtlpRequests() {}

  static ExportMetricsServiceRequest of(List<Point> points) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    for (Point point : points) {
      NumberDataPoint.Builder data =
          NumberDataPoint.newBuilder()
              .setTimeUnixNano(point.timestamp() * 1_000_000)
              .setAsDouble(point.value());
      point
          .labels()
          .forEach(
              (name, value) ->
                  data.addAttributes(
                      KeyValue.newBuilder()
                          .setKey(name)
                          .setValue(AnyValue.newBuilder().setStringValue(value))));
      scope.addMetrics(
          Metric.newBuilder()
              .setName(point.metric())
              .setGauge(Gauge.newBuilder().addDataPoints(data)));
    }
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(ResourceMetrics.newBuilder().addScopeMetrics(scope))
        .build();
  }

  static Answer overGrpc(Gateway gateway, String tenant, ExportMetricsServiceRequest request) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("X-Scope-OrgID", Metadata.ASCII_STRING_MARSHALLER), tenant);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.bean(OtlpGrpcServer.class).port())
            .usePlaintext()
            .build();
    try {
      return Wire.partial(
          MetricsServiceGrpc.newBlockingStub(
                  ClientInterceptors.intercept(
                      channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .export(request));
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      int code = status.getCode() == Status.Code.INVALID_ARGUMENT ? 400 : 500;
      return new Answer(code, true, String.valueOf(status.getDescription()));
    } finally {
      channel.shutdownNow();
    }
  }
}
