package io.tidegauge.ingest.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees the messages that grpc-java refuses by their announced length: no call comes of them. One
 * per call.
 */
final class OversizeTracer extends ServerStreamTracer {

  private final @Nullable String tenant;
  private final BiConsumer<@Nullable String, Status> refused;
  private volatile boolean begun;

  private OversizeTracer(@Nullable String tenant, BiConsumer<@Nullable String, Status> refused) {
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
        return new OversizeTracer(headers.get(MetricsExport.TENANT), refused);
      }
    };
  }

  @Override
  public void inboundMessage(int number) {
    begun = true;
  }

  @Override
  public void streamClosed(Status status) {
    if (!begun && status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      refused.accept(tenant, status);
    }
  }
}
