package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.publish.Gatherer;
import io.tidegauge.ingest.reject.Rejects;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

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
  private final HaProperties ha;
  private final HaTracker replicas;
  private final SeriesCache knownSeries;
  private final ArrayBlockingQueue<RequestSymbols> symbols = new ArrayBlockingQueue<>(KEPT_SYMBOLS);

  /** Admission in front of a gatherer. */
  Admission(
      Gatherer gatherer,
      Rejects rejects,
      KindRegistry kinds,
      AdmissionProperties limits,
      HaProperties ha,
      HaTracker replicas,
      InstantSource clock,
      Duration rawRetention) {
    this.gatherer = gatherer;
    this.rejects = rejects;
    this.kinds = kinds;
    this.limits = limits;
    this.clock = clock;
    this.rawRetention = rawRetention;
    this.ha = ha;
    this.replicas = replicas;
    this.knownSeries = new SeriesCache(limits.seriesCache().toBytes());
  }

  /**
   * Starts a request.
   *
   * @throws RequestRefusedException as {@link #checkRoom}, counted
   */
  public RequestSamples begin(RequestContext request) {
    try {
      checkRoom();
    } catch (RequestRefusedException e) {
      count(request.protocol(), e);
      throw e;
    }
    return beginAdmitted(request);
  }

  /**
   * Starts a part of a stream that {@link #checkRoom} let in: it never fails for what is in flight
   * by then, as it would be gathered in part, and again when it comes again.
   */
  public RequestSamples beginAdmitted(RequestContext request) {
    RequestSymbols own = symbols.poll();
    return new RequestSamples(
        request, this, own == null ? new RequestSymbols() : own, clock.millis());
  }

  /**
   * Whether a request may come in, or a stream go on.
   *
   * @throws RequestRefusedException with {@link RejectReason#UNAVAILABLE} where the log does not
   *     confirm what is sent, with {@link RejectReason#OVERLOADED} where too much is in flight; not
   *     counted, as a stream waits first
   */
  public void checkRoom() {
    if (!gatherer.available()) {
      throw new RequestRefusedException(
          RejectReason.UNAVAILABLE,
          "Kafka does not confirm records; send the same request again later");
    }
    if (overloaded()) {
      throw overload();
    }
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

  /**
   * Refuses a whole request whose samples were not read: it is counted as one sample, and goes to
   * the rejects topic unless it is to be sent again.
   *
   * @param original what was sent, as far as it was read
   * @return fails with the refusal once it is durable, or with one that says to send it again
   */
  public <T> Mono<T> refuse(
      RequestContext request, RequestRefusedException refused, byte[] original, int length) {
    return Mono.defer(
        () -> {
          if (refused.counted() || refused.reason().retryable()) {
            count(request.protocol(), refused);
            return Mono.error(refused);
          }
          RequestSamples samples = begin(request);
          samples.refuse(refused.reason(), refused.getMessage(), original, 0, length);
          return samples.finish().then(Mono.error(refused.asCounted()));
        });
  }

  /** Counters of refusals, for what is refused before it is known to be a sample. */
  public Rejects rejects() {
    return rejects;
  }

  /** The injected clock. */
  public InstantSource clock() {
    return clock;
  }

  /** Tells a request's replicas apart; null where that is not wanted. */
  @Nullable RequestReplicas replicas(String tenant, RequestSymbols own, long now) {
    return ha.enabled()
        ? new RequestReplicas(replicas, ha, tenant, now, own, limits.maxValueLength())
        : null;
  }

  SeriesCache seriesCache() {
    return knownSeries;
  }

  /**
   * The series that came before; null where none are kept. Where replicas are told apart, what
   * becomes of a series depends on more than its labels.
   */
  @Nullable SeriesCache knownSeries() {
    return knownSeries.enabled() && !ha.enabled() ? knownSeries : null;
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
