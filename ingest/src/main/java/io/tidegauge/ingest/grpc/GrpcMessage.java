package io.tidegauge.ingest.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message as bytes, decompressed.
 *
 * @param failure why it could not be read, null where it could
 */
record GrpcMessage(byte[] bytes, @Nullable Status failure) {

  private static final byte[] NOTHING = {};

  GrpcMessage(byte[] bytes) {
    this(bytes, null);
  }

  /** Reads and writes messages without looking into them. */
  static final MethodDescriptor.Marshaller<GrpcMessage> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(GrpcMessage message) {
          return new ByteArrayInputStream(message.bytes());
        }

        /** Keeps a failure for the call: thrown from here it would be told as UNKNOWN. */
        @Override
        public GrpcMessage parse(InputStream stream) {
          try {
            return new GrpcMessage(stream.readAllBytes());
          } catch (StatusRuntimeException e) {
            return new GrpcMessage(NOTHING, e.getStatus());
          } catch (IOException e) {
            return new GrpcMessage(
                NOTHING,
                Status.INVALID_ARGUMENT.withDescription(
                    "the message is not compressed as grpc-encoding says"));
          }
        }
      };
}
