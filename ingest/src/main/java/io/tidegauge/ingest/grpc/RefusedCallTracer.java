package io.tidegauge.ingest.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees the exports that grpc-java itself refuses, of which no call comes: a message whose announced
 * length is over the limit, and a compression that the server does not know. One per call.
 */
final class RefusedCallTracer extends ServerStreamTracer {

  private final @Nullable String tenant;
  private final BiConsumer<@Nullable String, Status> refused;
  private volatile boolean begun;

  private RefusedCallTracer(@Nullable String tenant, BiConsumer<@Nullable String, Status> refused) {
    this.tenant = tenant;
    this.refused = refused;
  }

  /**
   * Tracers for a server.
   *
   * @param refused told the tenant header and the status; must not block
   */
  static ServerStreamTracer.Factory factory(BiConsumer<@Nullable String, Status> refused) {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return method.equals(MetricsExport.METHOD.getFullMethodName())
            ? new RefusedCallTracer(headers.get(MetricsExport.TENANT), refused)
            : new ServerStreamTracer() {};
      }
    };
  }

  @Override
  public void inboundMessage(int number) {
    begun = true;
  }

  @Override
  public void streamClosed(Status status) {
    boolean known =
        status.getCode() == Status.Code.RESOURCE_EXHAUSTED
            || status.getCode() == Status.Code.UNIMPLEMENTED;
    if (!begun && known) {
      refused.accept(tenant, status);
    }
  }
}
