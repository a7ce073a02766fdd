package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.ingest.publish.Durability;
import io.tidegauge.ingest.reject.Rejects;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The refused samples of one request: all are counted, the first some in detail, and all go to the
 * rejects topic, the later ones as one record per reason. Not thread-safe.
 */
final class Refusals {

  private static final byte[] NO_ORIGINAL = new byte[0];

  private final RequestContext request;
  private final long received;
  private final Rejects rejects;
  private final Durability durability;
  private final int maxDetails;
  private final Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
  private final Map<RejectReason, Long> undetailed = new EnumMap<>(RejectReason.class);
  private final List<Refusal> details = new ArrayList<>();
  private long total;

  Refusals(
      RequestContext request,
      long received,
      Rejects rejects,
      Durability durability,
      int maxDetails) {
    this.request = request;
    this.received = received;
    this.rejects = rejects;
    this.durability = durability;
    this.maxDetails = maxDetails;
  }

  /** Whether the next refusal is still wanted with its message and original. */
  boolean wantsDetail() {
    return details.size() < maxDetails;
  }

  void addDetailed(Refusal refusal, byte[] original, int offset, int length) {
    count(refusal.reason(), 1);
    details.add(refusal);
    publish(refusal, rejects.original(request.tenant(), original, offset, length), length);
  }

  void addCounted(RejectReason reason, long samples) {
    count(reason, samples);
    undetailed.merge(reason, samples, Long::sum);
  }

  /** A whole request was refused: one record for all its samples. */
  void addWhole(RequestRefusedException refused, long samples) {
    count(refused.reason(), samples);
    publish(new Refusal(refused.reason(), refused.getMessage(), "", 0, Double.NaN), NO_ORIGINAL, 0);
  }

  long total() {
    return total;
  }

  /** Publishes what was only counted. */
  void finish() {
    undetailed.forEach(
        (reason, samples) ->
            publish(
                new Refusal(
                    reason,
                    samples + " more samples of the same request were refused for this reason",
                    "",
                    0,
                    Double.NaN),
                NO_ORIGINAL,
                0));
  }

  Outcome outcome(long accepted) {
    return new Outcome(accepted, total, byReason, details);
  }

  private void count(RejectReason reason, long samples) {
    total += samples;
    byReason.merge(reason, samples, Long::sum);
    rejects.count(reason, request.protocol().label(), samples);
  }

  private void publish(Refusal refusal, byte[] original, int originalLength) {
    rejects.publish(
        new RejectRecord(
            request.tenant(),
            refusal.reason(),
            request.protocol().label(),
            request.source(),
            received,
            refusal.message(),
            refusal.series(),
            refusal.timestamp(),
            refusal.value(),
            original,
            originalLength),
        durability);
  }
}
