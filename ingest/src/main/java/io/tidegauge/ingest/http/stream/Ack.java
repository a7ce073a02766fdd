package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.Outcome;
import io.tidegauge.ingest.admission.Refusal;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a piece of the stream, once it is durable.
 *
 * @param lastLine the number of its last line
 * @param accepted its samples that are durable
 * @param rejected its samples that were refused
 * @param refusals the first of them, each with its line
 */
record Ack(long lastLine, long accepted, long rejected, List<LineRefusal> refusals) {

  /** Refusals in one acknowledgement; the others are only counted there. */
  static final int MAX_REFUSALS = 100;

  /** A refusal and the number of its line. */
  record LineRefusal(long line, Refusal refusal) {}

  static Ack of(long lastLine, Outcome outcome, List<LineRange> ranges) {
    List<LineRefusal> refusals = new ArrayList<>();
    for (LineRange range : ranges) {
      for (int i = range.from(); i < range.to() && refusals.size() < MAX_REFUSALS; i++) {
        if (i < outcome.refusals().size()) {
          refusals.add(new LineRefusal(range.line(), outcome.refusals().get(i)));
        }
      }
    }
    return new Ack(lastLine, outcome.accepted(), outcome.rejected(), refusals);
  }

  /** A line that was refused as a whole. */
  static Ack ofRefused(long line, long samples, RequestRefusedException refused) {
    Refusal refusal = new Refusal(refused.reason(), refused.getMessage(), "", 0, Double.NaN);
    return new Ack(line, 0, samples, List.of(new LineRefusal(line, refusal)));
  }

  /** Both together, in this order. */
  Ack plus(Ack next) {
    List<LineRefusal> all = new ArrayList<>(refusals);
    all.addAll(next.refusals.subList(0, Math.min(next.refusals.size(), MAX_REFUSALS)));
    return new Ack(
        next.lastLine,
        accepted + next.accepted,
        rejected + next.rejected,
        all.subList(0, Math.min(all.size(), MAX_REFUSALS)));
  }

  /** The refusals {@code from} to {@code to} (exclusive) of a request are those of a line. */
  record LineRange(long line, int from, int to) {}
}
