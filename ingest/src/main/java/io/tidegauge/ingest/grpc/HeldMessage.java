package io.tidegauge.ingest.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.tidegauge.ingest.admission.HeldBytes;
import io.tidegauge.ingest.admission.RequestRefusedException;

/** Counts a call's message as held until the call ends; one that is too much is not kept. */
final class HeldMessage extends SimpleForwardingServerCallListener<GrpcMessage> {

  private static final byte[] NOTHING = {};

  private final HeldBytes.Share share;

  HeldMessage(ServerCall.Listener<GrpcMessage> call, HeldBytes.Share share) {
    super(call);
    this.share = share;
  }

  @Override
  public void onMessage(GrpcMessage message) {
    GrpcMessage kept = message;
    try {
      share.add(message.bytes().length);
    } catch (RequestRefusedException e) {
      kept = new GrpcMessage(NOTHING, Status.UNAVAILABLE.withDescription(e.getMessage()));
    }
    super.onMessage(kept);
  }

  @Override
  public void onComplete() {
    share.close();
    super.onComplete();
  }

  @Override
  public void onCancel() {
    share.close();
    super.onCancel();
  }
}
