package io.tidegauge.loadtest.bench.query;

import io.tidegauge.loadtest.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of a system with one kind of question.
 *
 * @param system its name
 * @param version which version of it
 * @param by the label by which series were merged; empty where each stood on its own
 * @param fresh whether no answer came from a cache
 * @param series of an answer
 * @param points of an answer
 * @param rounds that count
 */
record QueryOutcome(
    String system,
    String version,
    String by,
    boolean fresh,
    int series,
    long points,
    List<QueryTurn> rounds) {

  /** Copies the list. */
  QueryOutcome {
    rounds = List.copyOf(rounds);
  }

  Spread over(ToDoubleFunction<QueryTurn> figure) {
    return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
  }
}
