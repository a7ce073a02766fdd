package io.tidegauge.ingest.grpc;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.tidegauge.ingest.admission.HeldBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The gRPC server. A message over the limit, compressed or not, ends in RESOURCE_EXHAUSTED, as the
 * OTLP specification has it (section OTLP/gRPC Request). Calls are decoded on as many threads as
 * there are processors.
 */
public final class OtlpGrpcServer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OtlpGrpcServer.class);

  private static final int RESETS_SECONDS = 30;
  private static final int PING_SECONDS = 10;
  private static final int HANDSHAKE_SECONDS = 10;

  private final MetricsExport export;
  private final HeldBytes held;
  private final GrpcProperties properties;
  private final ThreadPoolExecutor decoding;
  private volatile @Nullable Server server;

  OtlpGrpcServer(MetricsExport export, HeldBytes held, GrpcProperties properties) {
    this.export = export;
    this.held = held;
    this.properties = properties;
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    this.decoding =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(properties.maxWaiting()),
            Thread.ofPlatform().daemon().name("tidegauge-grpc-", 0).factory(),
            // Over the limit the connection's own thread decodes, and reads no more meanwhile.
            new ThreadPoolExecutor.CallerRunsPolicy());
    decoding.allowCoreThreadTimeOut(true);
  }

  @Override
  public void start() {
    InetSocketAddress address = new InetSocketAddress(properties.address(), properties.port());
    try {
      server =
          NettyServerBuilder.forAddress(address)
              .executor(decoding)
              .decompressorRegistry(GzipMessages.registry())
              .addStreamTracerFactory(RefusedCallTracer.factory(export::refuse))
              .maxInboundMessageSize(Math.toIntExact(properties.maxMessage().toBytes()))
              .maxConcurrentCallsPerConnection(properties.maxCalls())
              .maxRstFramesPerWindow(properties.maxResets(), RESETS_SECONDS)
              .keepAliveTime(properties.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
              .keepAliveTimeout(PING_SECONDS, TimeUnit.SECONDS)
              .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
              .addService(service())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on "
              + properties.address()
              + ":"
              + properties.port()
              + ", set tidegauge.ingest.grpc.port to a free port",
          e);
    }
    log.info("OTLP/gRPC on {}:{}", properties.address(), port());
  }

  /** The port it listens on; 0 where it does not. */
  public int port() {
    Server running = server;
    return running == null ? 0 : running.getPort();
  }

  /** Calls that wait for a thread. */
  int waiting() {
    return decoding.getQueue().size();
  }

  @Override
  public void stop() {
    Server running = server;
    server = null;
    if (running == null) {
      return;
    }
    running.shutdown();
    try {
      if (!running.awaitTermination(properties.shutdown().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("calls over gRPC that did not end in {} are cut off", properties.shutdown());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(MetricsExport.METHOD.getServiceName())
        .addMethod(
            MetricsExport.METHOD,
            (call, headers) -> {
              String tenant = headers.get(MetricsExport.TENANT);
              String traceparent = headers.get(MetricsExport.TRACEPARENT);
              String source = source(call);
              return new HeldMessage(
                  ServerCalls.<GrpcMessage, GrpcMessage>asyncUnaryCall(
                          (request, answer) ->
                              export.export(request, tenant, traceparent, source, answer))
                      .startCall(call, headers),
                  held.share());
            })
        .build();
  }

  private static String source(ServerCall<?, ?> call) {
    return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
            instanceof InetSocketAddress address
        ? address.getHostString()
        : "";
  }
}
