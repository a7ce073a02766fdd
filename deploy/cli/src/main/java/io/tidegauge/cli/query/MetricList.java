package io.tidegauge.cli.query;

import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Cell;
import io.tidegauge.cli.terminal.Column;
import io.tidegauge.cli.terminal.Quantity;
import io.tidegauge.cli.terminal.Table;
import io.tidegauge.cli.terminal.Terminal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What metrics there are. Stateless. */
final class MetricList {

  private static final int SUGGESTED = 5;

  private MetricList() {}

  static void print(List<Metric> metrics, Terminal terminal, TextLines out) {
    Table table =
        new Table(
            Column.text("METRIC").cutTo(20),
            Column.text("KIND"),
            Column.text("UNIT").optional(1),
            Column.number("SERIES"));
    metrics.forEach(
        metric ->
            table.row(
                Cell.of(metric.name()),
                Cell.of(metric.kind()),
                Cell.of(metric.unit()),
                Cell.of(Quantity.number(metric.series()))));
    table.print(terminal, out);
  }

  /** Names that share most words with one that there is not. */
  static List<String> like(String name, List<Metric> metrics) {
    Set<String> words = words(name);
    return metrics.stream()
        .map(Metric::name)
        .filter(other -> common(other, words) > 0)
        .sorted(
            Comparator.comparingInt((String other) -> -common(other, words))
                .thenComparing(String::length)
                .thenComparing(Comparator.naturalOrder()))
        .limit(SUGGESTED)
        .toList();
  }

  private static int common(String other, Set<String> words) {
    Set<String> both = words(other);
    both.retainAll(words);
    return both.size();
  }

  private static Set<String> words(String name) {
    return new HashSet<>(Arrays.asList(name.split("[_:.]+")));
  }
}
