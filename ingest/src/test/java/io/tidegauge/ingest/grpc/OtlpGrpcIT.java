package io.tidegauge.ingest.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.ingest.otlp.SdkMetrics;
import io.tidegauge.ingest.testing.Gateway;
import io.tidegauge.ingest.testing.StoredSample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpGrpcIT {

  private final Gateway gateway = Gateway.shared();
  private final ManagedChannel channel = channel(gateway);

  @AfterEach
  void closeChannel() throws InterruptedException {
    channel.shutdownNow();
    assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  void sdkExporterDelivers(String compression) {
    String tenant = Gateway.tenant();

    SdkMetrics.export(
        OtlpGrpcMetricExporter.builder()
            .setEndpoint("http://127.0.0.1:" + port(gateway))
            .addHeader("X-Scope-OrgID", tenant)
            .setCompression(compression)
            .build());

    SdkMetrics.assertDelivered(gateway.samples(tenant, SdkMetrics.SAMPLES));
  }

  @Test
  void partialSuccessHasTheNumberOfDataPoints() throws InvalidProtocolBufferException {
    String tenant = Gateway.tenant();

    ExportMetricsServiceResponse response =
        export(tenant, request(point(1), point(Double.NEGATIVE_INFINITY)).toByteArray());

    assertThat(response.getPartialSuccess().getRejectedDataPoints()).isEqualTo(1);
    assertThat(response.getPartialSuccess().getErrorMessage()).contains("invalid_value");
    assertThat(gateway.samples(tenant, 1)).extracting(StoredSample::value).containsExactly(1.0);
  }

  @Test
  void fullSuccessLeavesPartialSuccessOut() throws InvalidProtocolBufferException {
    assertThat(export(Gateway.tenant(), request(point(1)).toByteArray()))
        .isEqualTo(ExportMetricsServiceResponse.getDefaultInstance());
    assertThat(export(Gateway.tenant(), new byte[0]))
        .isEqualTo(ExportMetricsServiceResponse.getDefaultInstance());
  }

  @Test
  void junkIsAnInvalidArgument() throws InvalidProtocolBufferException {
    StatusRuntimeException error =
        failure(Gateway.tenant(), "this is no protobuf".getBytes(StandardCharsets.UTF_8));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.getStatus().getDescription()).contains("malformed");
    assertThat(details(error).getDetails(0).unpack(BadRequest.class).getFieldViolationsCount())
        .isEqualTo(1);
  }

  @Test
  void badTenantIsAnInvalidArgument() {
    StatusRuntimeException error = failure("no/tenant", request(point(1)).toByteArray());

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.getStatus().getDescription()).contains("X-Scope-OrgID");
  }

  @Test
  void whatIsRefusedAltogetherFitsIntoHeaders() {
    NumberDataPoint.Builder[] points = new NumberDataPoint.Builder[500];
    for (int i = 0; i < points.length; i++) {
      points[i] = point(Double.POSITIVE_INFINITY);
    }

    StatusRuntimeException error = failure(Gateway.tenant(), request(points).toByteArray());

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.getStatus().getDescription()).contains("invalid_value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void tooLargeIsExhaustedAndNotToBeTriedAgain(String compression)
      throws InvalidProtocolBufferException {
    String tenant = Gateway.tenant();
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> call(channel, tenant, new byte[17 << 20], compression));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    Metadata trailers = Status.trailersFromThrowable(error);
    byte[] details = trailers == null ? null : trailers.get(MetricsExport.DETAILS);
    // With a RetryInfo it would be sent again.
    assertThat(
            details == null ? List.of() : com.google.rpc.Status.parseFrom(details).getDetailsList())
        .isEmpty();
    assertThat(gateway.rejects(tenant, 1))
        .extracting(RejectRecord::reason)
        .containsExactly(RejectReason.BODY_TOO_LARGE);
  }

  @Test
  void otherServicesAreUnimplemented() {
    MethodDescriptor<GrpcMessage, GrpcMessage> traces =
        MetricsExport.METHOD.toBuilder()
            .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
            .build();

    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, traces, CallOptions.DEFAULT, new GrpcMessage(new byte[0])));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void logThatIsAwayIsUnavailableWithRetryInfo() throws Exception {
    // Nothing listens on port 1.
    try (Gateway alone =
        Gateway.at("127.0.0.1:1", Map.of("tidegauge.ingest.publish.delivery-timeout", "200ms"))) {
      ManagedChannel other = channel(alone);
      try {
        StatusRuntimeException error =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () -> call(other, "default", request(point(1)).toByteArray(), "identity"));

        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(
                details(error).getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
            .isEqualTo(1);
      } finally {
        other.shutdownNow();
        other.awaitTermination(10, TimeUnit.SECONDS);
      }
    }
  }

  private ExportMetricsServiceResponse export(String tenant, byte[] request)
      throws InvalidProtocolBufferException {
    return ExportMetricsServiceResponse.parseFrom(call(channel, tenant, request, "identity"));
  }

  private StatusRuntimeException failure(String tenant, byte[] request) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> call(channel, tenant, request, "identity"));
  }

  private static byte[] call(
      ManagedChannel channel, String tenant, byte[] request, String compression) {
    Metadata headers = new Metadata();
    headers.put(MetricsExport.TENANT, tenant);
    return ClientCalls.blockingUnaryCall(
            ClientInterceptors.intercept(
                channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
            MetricsExport.METHOD,
            CallOptions.DEFAULT
                .withCompression(compression)
                .withDeadlineAfter(30, TimeUnit.SECONDS),
            new GrpcMessage(request))
        .bytes();
  }

  private static com.google.rpc.Status details(StatusRuntimeException error)
      throws InvalidProtocolBufferException {
    Metadata trailers = Status.trailersFromThrowable(error);
    byte[] details = trailers == null ? null : trailers.get(MetricsExport.DETAILS);
    assertThat(details).isNotNull();
    return com.google.rpc.Status.parseFrom(details);
  }

  private static ManagedChannel channel(Gateway gateway) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port(gateway)).usePlaintext().build();
  }

  private static int port(Gateway gateway) {
    return gateway.bean(OtlpGrpcServer.class).port();
  }

  private static ExportMetricsServiceRequest request(NumberDataPoint.Builder... points) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (NumberDataPoint.Builder point : points) {
      gauge.addDataPoints(point);
    }
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .addScopeMetrics(
                    ScopeMetrics.newBuilder()
                        .addMetrics(Metric.newBuilder().setName("load").setGauge(gauge))))
        .build();
  }

  private static NumberDataPoint.Builder point(double value) {
    return NumberDataPoint.newBuilder()
        .setTimeUnixNano(Gateway.shared().now() * 1_000_000)
        .setAsDouble(value);
  }
}
