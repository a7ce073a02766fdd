package io.tidegauge.ingest.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.testing.EventLoopRules;
import io.tidegauge.ingest.testing.Gateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What is wrong with a message's compression, length or bytes, over gRPC. */
class GrpcBadInputIT {

  private final Gateway gateway = Gateway.shared();
  private final String tenant = Gateway.tenant();

  @Test
  void whatIsNotGzipThoughItIsSaidToBe() {
    StatusRuntimeException error = refused("gzip", "no gzip".getBytes(StandardCharsets.UTF_8));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.getStatus().getDescription()).contains("grpc-encoding");
    isRecorded(RejectReason.MALFORMED);
  }

  @Test
  void aCompressionThatIsNotKnown() {
    StatusRuntimeException error = refused("snappy", new byte[10]);

    // gRPC's compression specification, section "Test cases": unimplemented, with what is accepted.
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(error.getStatus().getDescription()).contains("snappy");
    isRecorded(RejectReason.UNSUPPORTED_ENCODING);
  }

  @Test
  void aBomb() throws IOException {
    StatusRuntimeException error = refused("gzip", gzip(64 << 20));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(error.getStatus().getDescription()).contains("send smaller requests");
    isRecorded(RejectReason.BODY_TOO_LARGE);
  }

  @Test
  void emptyMembersInARow() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] empty = gzip(0);
    for (int i = 0; i < 200_000; i++) {
      out.writeBytes(empty);
    }

    assertThat(call("gzip", out.toByteArray())).isEmpty();
  }

  @Test
  void bytesOfAnyKind() {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      bytes[0] = 10; // as a request begins

      StatusRuntimeException error = refused("identity", bytes);

      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(EventLoopRules.blocked()).isEmpty();
  }

  private void isRecorded(RejectReason reason) {
    assertThat(gateway.rejects(tenant, 1))
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.reason()).isEqualTo(reason);
              assertThat(reject.protocol()).isEqualTo("otlp_grpc");
              assertThat(reject.message()).isNotEmpty();
            });
    assertThat(
            gateway.counter(
                "tidegauge_ingest_rejected_samples_total",
                "otlp_grpc",
                "reason=\"" + reason.label() + "\""))
        .isPositive();
  }

  private StatusRuntimeException refused(String encoding, byte[] bytes) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> call(encoding, bytes));
  }

  /** Sends bytes as they are under an encoding's name. */
  private byte[] call(String encoding, byte[] bytes) {
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(new Named(encoding));
    compressors.register(Codec.Identity.NONE);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.bean(OtlpGrpcServer.class).port())
            .usePlaintext()
            .compressorRegistry(compressors)
            .build();
    Metadata headers = new Metadata();
    headers.put(MetricsExport.TENANT, tenant);
    try {
      return ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(
                  channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
              MetricsExport.METHOD,
              CallOptions.DEFAULT.withCompression(encoding).withDeadlineAfter(30, TimeUnit.SECONDS),
              new GrpcMessage(bytes))
          .bytes();
    } finally {
      channel.shutdownNow();
    }
  }

  private static byte[] gzip(int zeros) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[zeros]);
    }
    return out.toByteArray();
  }

  /** Changes nothing, whatever its name says. */
  private record Named(String encoding) implements Codec {

    @Override
    public String getMessageEncoding() {
      return encoding;
    }

    @Override
    public OutputStream compress(OutputStream out) {
      return out;
    }

    @Override
    public InputStream decompress(InputStream in) {
      return in;
    }
  }
}
