package io.tidegauge.ingest.admission;

import io.tidegauge.contract.reject.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * What became of a request's samples, once all that was accepted is durable.
 *
 * @param accepted samples that Kafka has confirmed
 * @param rejected samples that were finally refused
 * @param byReason the refused ones by reason
 * @param refusals the first of them in detail; fewer than {@code rejected} where there are many
 */
public record Outcome(
    long accepted, long rejected, Map<RejectReason, Long> byReason, List<Refusal> refusals) {

  /** Copies the collections. */
  public Outcome {
    byReason = Map.copyOf(byReason);
    refusals = List.copyOf(refusals);
  }

  /** The first refusals in words, one a line, with how many there are more; empty if none. */
  public String describe(int most) {
    StringBuilder text = new StringBuilder();
    int shown = Math.min(most, refusals.size());
    for (int i = 0; i < shown; i++) {
      Refusal refusal = refusals.get(i);
      if (i > 0) {
        text.append('\n');
      }
      text.append(refusal.reason().label()).append(": ").append(refusal.message());
      if (!refusal.series().isEmpty()) {
        text.append(" (").append(refusal.series()).append(')');
      }
    }
    if (rejected > shown) {
      text.append('\n').append("and ").append(rejected - shown).append(" more");
    }
    return text.toString();
  }
}
