package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Refusal;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a piece of the stream, once it is durable.
 *
 * @param last the number of its last unit
 * @param accepted its samples that are durable
 * @param rejected its samples that were refused
 * @param refusals the first of them, each with its unit
 * @param end why the stream ends here; null where it goes on
 */
record Ack(
    long last,
    long accepted,
    long rejected,
    List<UnitRefusal> refusals,
    @Nullable RequestRefusedException end) {

  /** Refusals in one acknowledgement; the others are only counted there. */
  static final int MAX_REFUSALS = 100;

  /** A refusal and the number of its line or frame. */
  record UnitRefusal(long unit, Refusal refusal) {}

  Ack(long last, long accepted, long rejected, List<UnitRefusal> refusals) {
    this(last, accepted, rejected, refusals, null);
  }

  static Ack of(long last, Outcome outcome, List<UnitRange> ranges) {
    List<UnitRefusal> refusals = new ArrayList<>();
    for (UnitRange range : ranges) {
      for (int i = range.from(); i < range.to() && refusals.size() < MAX_REFUSALS; i++) {
        if (i < outcome.refusals().size()) {
          refusals.add(new UnitRefusal(range.unit(), outcome.refusals().get(i)));
        }
      }
    }
    return new Ack(last, outcome.accepted(), outcome.rejected(), refusals);
  }

  /** Nothing, and nothing comes after it. */
  static Ack ofEnd(RequestRefusedException cause) {
    return new Ack(0, 0, 0, List.of(), cause);
  }

  /** A unit that was refused as a whole. */
  static Ack ofRefused(long unit, long samples, RequestRefusedException refused) {
    Refusal refusal = new Refusal(refused.reason(), refused.getMessage(), "", 0, Double.NaN);
    return new Ack(unit, 0, samples, List.of(new UnitRefusal(unit, refusal)));
  }

  /** Both together, in this order. */
  Ack plus(Ack next) {
    List<UnitRefusal> all = new ArrayList<>(refusals);
    all.addAll(next.refusals.subList(0, Math.min(next.refusals.size(), MAX_REFUSALS)));
    return new Ack(
        next.last,
        accepted + next.accepted,
        rejected + next.rejected,
        all.subList(0, Math.min(all.size(), MAX_REFUSALS)));
  }

  /** The refusals {@code from} to {@code to} (exclusive) of a request are those of a unit. */
  record UnitRange(long unit, int from, int to) {}
}
