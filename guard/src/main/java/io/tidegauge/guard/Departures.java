package io.tidegauge.guard;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import reactor.netty.channel.AbortedException;

/** Failures that say that a peer went away, or broke its own connection or stream. */
public final class Departures {

  private Departures() {}

  /** Whether a failure is the peer's doing: there is nobody to answer, and nothing to mend here. */
  public static boolean isDeparture(Throwable failure) {
    return failure instanceof AbortedException
        || failure instanceof Http2Exception
        || failure instanceof IOException;
  }
}
