package io.tidegauge.ingest.admission;

import io.tidegauge.ingest.publish.ProducerBatch;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before its body is read.
 *
 * @param tenant who it is for, as {@link Tenants} checked it
 * @param protocol how it came
 * @param source the peer's address, for the rejects topic
 * @param batch the identity of the observations in it; null where the producer gave none (then they
 *     count at least once)
 * @param traceparent the trace that it belongs to, as {@link TraceParent} checked it; null where
 *     there is none
 */
public record RequestContext(
    String tenant,
    Protocol protocol,
    String source,
    @Nullable ProducerBatch batch,
    @Nullable String traceparent) {

  /** A request whose observations have no identity, and that belongs to no trace. */
  public RequestContext(String tenant, Protocol protocol, String source) {
    this(tenant, protocol, source, null, null);
  }

  /** The same with the identity of a batch, or with none. */
  public RequestContext withBatch(@Nullable ProducerBatch other) {
    return new RequestContext(tenant, protocol, source, other, traceparent);
  }
}
