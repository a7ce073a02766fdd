package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a request is told, before it is put into words of HTTP or gRPC. OTLP
 * specification, sections Full Success, Partial Success and Failures: where at least one data point
 * was taken, or none was sent, it is a success with the number of refused ones; where all were
 * refused, or the request cannot be read, it is bad data; the same data may be sent again only
 * where the gateway could not take it.
 */
public sealed interface ExportAnswer {

  /** Taken, at least in part. */
  record Success(ExportResponse response) implements ExportAnswer {}

  /** Not taken. */
  record Failure(RejectReason reason, RpcStatus status) implements ExportAnswer {}

  /** Refusals that a message names one by one. */
  int NAMED = 10;

  /**
   * The answer to a request that was admitted.
   *
   * @param points its data points, null where it could not be read to its end
   */
  static ExportAnswer of(Outcome outcome, @Nullable PointCount points) {
    if (points == null) {
      return badData(RejectReason.MALFORMED, outcome);
    }
    if (points.rejected() > 0 && points.accepted() == 0) {
      RejectReason first = outcome.refusals().getFirst().reason();
      return badData(first, outcome);
    }
    String message = points.rejected() == 0 ? "" : outcome.describe(NAMED);
    return new Success(new ExportResponse(points.rejected(), message));
  }

  /** The answer to a request that was refused as a whole. */
  static ExportAnswer of(RequestRefusedException refused, Duration retryDelay) {
    RejectReason reason = refused.reason();
    String message = refused.getMessage();
    RpcStatus status =
        switch (reason) {
          // Section OTLP/gRPC Throttling: UNAVAILABLE with RetryInfo.
          case OVERLOADED, UNAVAILABLE, TOO_SLOW, TOO_MANY_STREAMS ->
              new RpcStatus(RpcStatus.UNAVAILABLE, message, retryDelay);
          // Section OTLP/gRPC Request: without RetryInfo it is not retried.
          case BODY_TOO_LARGE -> RpcStatus.finalError(RpcStatus.RESOURCE_EXHAUSTED, message);
          default -> RpcStatus.finalError(RpcStatus.INVALID_ARGUMENT, message);
        };
    return new Failure(reason, status);
  }

  private static Failure badData(RejectReason reason, Outcome outcome) {
    String message = outcome.describe(NAMED);
    return new Failure(reason, RpcStatus.finalError(RpcStatus.INVALID_ARGUMENT, message));
  }
}
