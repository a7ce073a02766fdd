package io.tidegauge.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Refusal;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportAnswerTest {

  private static final Duration RETRY = Duration.ofSeconds(1);

  @Test
  void fullSuccessLeavesPartialSuccessOut() throws InvalidProtocolBufferException {
    ExportAnswer answer =
        ExportAnswer.of(new Outcome(7, 0, Map.of(), List.of()), new PointCount(3, 0));

    assertThat(answer).isInstanceOf(ExportAnswer.Success.class);
    ExportResponse response = ((ExportAnswer.Success) answer).response();
    assertThat(ExportMetricsServiceResponse.parseFrom(response.toProtobuf()))
        .isEqualTo(ExportMetricsServiceResponse.getDefaultInstance());
    assertThat(text(response.toJson())).isEqualTo("{}");
  }

  @Test
  void partialSuccessHasTheNumberOfDataPointsAndWhy() throws InvalidProtocolBufferException {
    ExportAnswer answer =
        ExportAnswer.of(refused(RejectReason.TOO_OLD, "too \"old\"\n"), new PointCount(3, 2));

    assertThat(answer).isInstanceOf(ExportAnswer.Success.class);
    ExportResponse response = ((ExportAnswer.Success) answer).response();
    ExportMetricsServiceResponse message =
        ExportMetricsServiceResponse.parseFrom(response.toProtobuf());
    assertThat(message.getPartialSuccess().getRejectedDataPoints()).isEqualTo(2);
    assertThat(message.getPartialSuccess().getErrorMessage())
        .startsWith("too_old: too \"old\"\n (load{})");
    assertThat(fromJson(response.toJson())).isEqualTo(message);
  }

  @Test
  void nothingTakenIsBadData() {
    ExportAnswer answer =
        ExportAnswer.of(refused(RejectReason.INVALID_VALUE, "infinite"), new PointCount(0, 2));

    assertThat(answer)
        .isInstanceOfSatisfying(
            ExportAnswer.Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(RejectReason.INVALID_VALUE);
              assertThat(failure.status().code()).isEqualTo(RpcStatus.INVALID_ARGUMENT);
            });
  }

  @Test
  void whatCannotBeReadIsBadData() {
    ExportAnswer answer = ExportAnswer.of(refused(RejectReason.MALFORMED, "truncated"), null);

    assertThat(answer)
        .isInstanceOfSatisfying(
            ExportAnswer.Failure.class,
            failure -> assertThat(failure.status().message()).contains("truncated"));
  }

  @Test
  void nothingSentIsSuccess() {
    assertThat(ExportAnswer.of(new Outcome(0, 0, Map.of(), List.of()), new PointCount(0, 0)))
        .isEqualTo(new ExportAnswer.Success(new ExportResponse(0, "")));
  }

  @ParameterizedTest
  @CsvSource({
    "OVERLOADED, 14, true",
    "UNAVAILABLE, 14, true",
    "BODY_TOO_LARGE, 8, false",
    "UNSUPPORTED_ENCODING, 3, false",
    "INVALID_NAME, 3, false"
  })
  void refusedRequestsAreRetriedOnlyWhereItHelps(RejectReason reason, int code, boolean retryable) {
    ExportAnswer answer = ExportAnswer.of(new RequestRefusedException(reason, "because"), RETRY);

    assertThat(answer)
        .isInstanceOfSatisfying(
            ExportAnswer.Failure.class,
            failure -> {
              assertThat(failure.status().code()).isEqualTo(code);
              assertThat(failure.status().retryable()).isEqualTo(retryable);
            });
  }

  @Test
  void statusIsAGoogleRpcStatus() throws InvalidProtocolBufferException {
    com.google.rpc.Status bad =
        com.google.rpc.Status.parseFrom(
            RpcStatus.finalError(RpcStatus.INVALID_ARGUMENT, "so").toProtobuf());
    com.google.rpc.Status later =
        com.google.rpc.Status.parseFrom(
            new RpcStatus(RpcStatus.UNAVAILABLE, "full", Duration.ofMillis(1500)).toProtobuf());

    assertThat(bad.getCode()).isEqualTo(3);
    assertThat(bad.getMessage()).isEqualTo("so");
    assertThat(
            bad.getDetails(0)
                .unpack(com.google.rpc.BadRequest.class)
                .getFieldViolations(0)
                .getDescription())
        .isEqualTo("so");
    assertThat(
            later.getDetails(0).unpack(com.google.rpc.RetryInfo.class).getRetryDelay().getNanos())
        .isEqualTo(500_000_000);
  }

  private static Outcome refused(RejectReason reason, String message) {
    return new Outcome(
        0, 2, Map.of(reason, 2L), List.of(new Refusal(reason, message, "load{}", 0, 0)));
  }

  private static ExportMetricsServiceResponse fromJson(byte[] json)
      throws InvalidProtocolBufferException {
    ExportMetricsServiceResponse.Builder message = ExportMetricsServiceResponse.newBuilder();
    JsonFormat.parser().merge(text(json), message);
    return message.build();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
