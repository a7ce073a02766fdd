package io.tidegauge.ingest.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.ingest.admission.Admission;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestContext;
import io.tidegauge.ingest.admission.RequestRefusedException;
import io.tidegauge.ingest.admission.RequestSamples;
import io.tidegauge.ingest.admission.Tenants;
import io.tidegauge.ingest.admission.TraceParent;
import io.tidegauge.ingest.otlp.ExportAnswer;
import io.tidegauge.ingest.otlp.OtlpDecoder;
import io.tidegauge.ingest.otlp.PointCount;
import io.tidegauge.ingest.otlp.RpcStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * {@code opentelemetry.proto.collector.metrics.v1.MetricsService/Export}. OTLP specification,
 * section OTLP/gRPC Response:
 *
 * <ul>
 *   <li>Full Success, Partial Success: OK with an {@code ExportMetricsServiceResponse}.
 *   <li>Failures: INVALID_ARGUMENT with a {@code BadRequest} for data that will never do,
 *       RESOURCE_EXHAUSTED without a {@code RetryInfo} for messages that are too large: neither is
 *       sent again.
 *   <li>OTLP/gRPC Throttling: UNAVAILABLE with a {@code RetryInfo} where the gateway is full or
 *       Kafka does not confirm.
 * </ul>
 *
 * Thread-safe.
 */
final class MetricsExport {

  static final MethodDescriptor<GrpcMessage, GrpcMessage> METHOD =
      MethodDescriptor.<GrpcMessage, GrpcMessage>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(
              MethodDescriptor.generateFullMethodName(
                  "opentelemetry.proto.collector.metrics.v1.MetricsService", "Export"))
          .setRequestMarshaller(GrpcMessage.MARSHALLER)
          .setResponseMarshaller(GrpcMessage.MARSHALLER)
          .build();

  static final Metadata.Key<String> TENANT =
      Metadata.Key.of(Tenants.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  /** Where gRPC carries a {@code google.rpc.Status}. */
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final Logger log = LoggerFactory.getLogger(MetricsExport.class);

  /** Status and details are headers, of which clients take 8 KiB. */
  private static final int MAX_MESSAGE = 600;

  private static final byte[] NOTHING = {};

  private final Admission admission;
  private final OtlpDecoder decoder;
  private final Duration retryAfter;

  MetricsExport(Admission admission, OtlpDecoder decoder, Duration retryAfter) {
    this.admission = admission;
    this.decoder = decoder;
    this.retryAfter = retryAfter;
  }

  /** Takes in a request and answers when it is durable. */
  void export(
      GrpcMessage request,
      @Nullable String tenant,
      @Nullable String traceparent,
      String source,
      StreamObserver<GrpcMessage> answer) {
    if (answer instanceof ServerCallStreamObserver<GrpcMessage> call) {
      // A sender that gives up is not told any more; what it sent counts once if it is sent again.
      call.setOnCancelHandler(() -> log.debug("a call was given up by {}", source));
    }
    AtomicReference<@Nullable PointCount> points = new AtomicReference<>();
    Mono.defer(() -> take(request, tenant, traceparent, source, points))
        .doOnError(RequestRefusedException.class, this::countUnlessCounted)
        .map(outcome -> ExportAnswer.of(outcome, points.get()))
        .onErrorResume(
            RequestRefusedException.class,
            refused -> Mono.just(ExportAnswer.of(refused, retryAfter)))
        .subscribe(
            result -> reply(result, answer),
            failure -> {
              log.error("an export over gRPC failed", failure);
              answer.onError(
                  Status.INTERNAL
                      .withDescription("a fault of the gateway; see its log")
                      .asRuntimeException());
            });
  }

  /** Records a request that was refused before it was a call. */
  void refuse(@Nullable String tenant, Status status) {
    Mono.defer(
            () -> {
              RequestContext context =
                  new RequestContext(Tenants.of(tenant), Protocol.OTLP_GRPC, "");
              return admission.<Outcome>refuse(context, refusal(status), NOTHING, 0);
            })
        .doOnError(RequestRefusedException.class, this::countUnlessCounted)
        .subscribe(
            outcome -> {},
            failure -> log.debug("refused before it was a call: {}", failure.toString()));
  }

  private Mono<Outcome> take(
      GrpcMessage request,
      @Nullable String tenant,
      @Nullable String traceparent,
      String source,
      AtomicReference<@Nullable PointCount> points) {
    RequestContext context =
        new RequestContext(
            Tenants.of(tenant), Protocol.OTLP_GRPC, source, null, TraceParent.of(traceparent));
    Status unreadable = request.failure();
    if (unreadable != null) {
      return admission.refuse(context, refusal(unreadable), NOTHING, 0);
    }
    byte[] bytes = request.bytes();
    RequestSamples samples = admission.begin(context);
    try {
      points.set(decoder.protobuf(bytes, 0, bytes.length, samples));
    } catch (MalformedRecordException e) {
      samples.refuse(
          RejectReason.MALFORMED, String.valueOf(e.getMessage()), bytes, 0, bytes.length);
    }
    return samples.finish();
  }

  private static RequestRefusedException refusal(Status status) {
    String message = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case RESOURCE_EXHAUSTED ->
          new RequestRefusedException(
              RejectReason.BODY_TOO_LARGE, message + "; send smaller requests");
      case UNIMPLEMENTED ->
          new RequestRefusedException(
              RejectReason.UNSUPPORTED_ENCODING, message + "; send gzip or none");
      case UNAVAILABLE -> new RequestRefusedException(RejectReason.OVERLOADED, message);
      default -> new RequestRefusedException(RejectReason.MALFORMED, message);
    };
  }

  private void countUnlessCounted(RequestRefusedException refused) {
    admission.count(Protocol.OTLP_GRPC, refused);
  }

  private static void reply(ExportAnswer result, StreamObserver<GrpcMessage> answer) {
    switch (result) {
      case ExportAnswer.Success success -> {
        answer.onNext(new GrpcMessage(success.response().toProtobuf()));
        answer.onCompleted();
      }
      case ExportAnswer.Failure failure -> answer.onError(error(failure.status()));
    }
  }

  private static StatusRuntimeException error(RpcStatus status) {
    String message = status.message();
    String told = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, new RpcStatus(status.code(), told, status.retryDelay()).toProtobuf());
    return Status.fromCodeValue(status.code()).withDescription(told).asRuntimeException(trailers);
  }
}
