package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.publish.Gatherer;
import io.tidegauge.ingest.reject.Rejects;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The way in for every protocol: one {@link RequestSamples} per request. Thread-safe.
 *
 * <p>A decoder does: {@code begin}, hand over all samples, {@code finish}; and answers with the
 * outcome by its protocol's rules.
 */
public final class Admission {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int KEPT_SYMBOLS = 32;

  private final Gatherer gatherer;
  private final Rejects rejects;
  private final KindRegistry kinds;
  private final AdmissionProperties limits;
  private final InstantSource clock;
  private final Duration rawRetention;
  private final ArrayBlockingQueue<RequestSymbols> symbols = new ArrayBlockingQueue<>(KEPT_SYMBOLS);

  /** Admission in front of a gatherer. */
  public Admission(
      Gatherer gatherer,
      Rejects rejects,
      KindRegistry kinds,
      AdmissionProperties limits,
      InstantSource clock,
      Duration rawRetention) {
    this.gatherer = gatherer;
    this.rejects = rejects;
    this.kinds = kinds;
    this.limits = limits;
    this.clock = clock;
    this.rawRetention = rawRetention;
  }

  /**
   * Starts a request.
   *
   * @throws RequestRefusedException with {@link RejectReason#OVERLOADED} where too much is in
   *     flight
   */
  public RequestSamples begin(RequestContext request) {
    if (overloaded()) {
      rejects.count(RejectReason.OVERLOADED, request.protocol().label(), 1);
      throw overload().asCounted();
    }
    RequestSymbols own = symbols.poll();
    return new RequestSamples(
        request, this, own == null ? new RequestSymbols() : own, clock.millis());
  }

  /** What is learnt of metric families apart from their samples. */
  public KindRegistry kinds() {
    return kinds;
  }

  /** Counts a whole request's refusal, unless that was done before. */
  public void count(Protocol protocol, RequestRefusedException refused) {
    if (!refused.counted()) {
      rejects.count(refused.reason(), protocol.label(), 1);
      refused.asCounted();
    }
  }

  /** Counters of refusals, for what is refused before it is known to be a sample. */
  public Rejects rejects() {
    return rejects;
  }

  /** The injected clock. */
  public InstantSource clock() {
    return clock;
  }

  AdmissionProperties limits() {
    return limits;
  }

  Gatherer gatherer() {
    return gatherer;
  }

  int partitions() {
    return gatherer.partitions();
  }

  Duration rawRetention() {
    return rawRetention;
  }

  boolean overloaded() {
    return gatherer.overloaded();
  }

  static RequestRefusedException overload() {
    return new RequestRefusedException(
        RejectReason.OVERLOADED,
        "the gateway has as much in flight as it may; send the same request again later");
  }

  /** The first day's start that is not before the raw retention. */
  long oldestAdmitted(long now) {
    long start = now - rawRetention.toMillis();
    return -Math.floorDiv(-start, DAY) * DAY;
  }

  void recycle(RequestSymbols used) {
    used.clear();
    if (!symbols.offer(used)) {
      return; // enough are kept
    }
  }
}
