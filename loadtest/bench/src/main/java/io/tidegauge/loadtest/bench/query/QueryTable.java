package io.tidegauge.loadtest.bench.query;

import io.tidegauge.loadtest.bench.report.Grid;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures of one kind of question, side by side; the first system is ours. */
final class QueryTable {

  private final List<QueryOutcome> outcomes;
  private final Grid grid;

  private QueryTable(List<QueryOutcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
    this.grid = new Grid(outcomes.stream().map(QueryOutcome::system).toList());
  }

  static String of(List<QueryOutcome> outcomes) {
    QueryTable table = new QueryTable(outcomes);
    table.spread("answer p50, ms", "%.1f", QueryTurn::p50Millis);
    table.spread("answer p95, ms", "%.1f", QueryTurn::p95Millis);
    table.spread("answer p99, ms", "%.1f", QueryTurn::p99Millis);
    table.spread("answers a second", "%,.1f", QueryTurn::perSecond);
    table.spread("CPU-ms an answer", "%.2f", QueryTurn::cpuMillis);
    QueryOutcome ours = outcomes.getFirst();
    for (String process : ours.rounds().getFirst().cpuSeconds().keySet()) {
      table.own("  of its " + process, "%.2f", turn -> turn.cpuMillis(process));
    }
    table.spread("KiB an answer", "%,.1f", QueryTurn::kibibytes);
    table.own("from its cache, % of answers", "%.0f", QueryTurn::percentKept);
    return table.grid.text();
  }

  private void spread(String title, String format, ToDoubleFunction<QueryTurn> figure) {
    grid.spreads(title, format, outcomes.stream().map(outcome -> outcome.over(figure)).toList());
  }

  private void own(String title, String format, ToDoubleFunction<QueryTurn> figure) {
    grid.own(title, Grid.text(outcomes.getFirst().over(figure), format));
  }
}
