package io.tidegauge.cli.query;

import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Cell;
import io.tidegauge.cli.terminal.Column;
import io.tidegauge.cli.terminal.Quantity;
import io.tidegauge.cli.terminal.Sparkline;
import io.tidegauge.cli.terminal.Table;
import io.tidegauge.cli.terminal.Terminal;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.cli.terminal.Tone;
import io.tidegauge.contract.window.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints an answer for a person. */
final class QueryPrinter {

  private static final int TREND = 24;
  private static final String OPEN = "open";

  private final Metric metric;
  private final Window window;
  private final List<String> measures;
  private final Times times;
  private final Terminal terminal;
  private final TextLines out;

  QueryPrinter(
      Metric metric,
      Window window,
      List<String> measures,
      Times times,
      Terminal terminal,
      TextLines out) {
    this.metric = metric;
    this.window = window;
    this.measures = measures;
    this.times = times;
    this.terminal = terminal;
    this.out = out;
  }

  /** A row for each series and measure. */
  void summary(Answer answer) {
    Table table =
        new Table(
            Column.text("SERIES").cutTo(12),
            Column.text("OF"),
            Column.text("TREND").cutTo(6),
            Column.number("MIN"),
            Column.number("MAX"),
            Column.number("LAST"),
            Column.number("WINDOWS").optional(1));
    for (Answer.Series series : answer.series()) {
      String name = series.name();
      for (String measure : measures) {
        table.row(row(name, series, measure));
        name = "";
      }
    }
    table.print(terminal, out);
    foot(answer);
  }

  private List<Cell> row(String name, Answer.Series series, String measure) {
    double[] values = series.values(measure);
    DoubleSummaryStatistics known =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).summaryStatistics();
    boolean none = known.getCount() == 0;
    double last = values.length == 0 ? Double.NaN : values[values.length - 1];
    return List.of(
        Cell.of(name),
        Cell.of(measure, Tone.DIM),
        Cell.of(Sparkline.of(values, TREND), Tone.ACCENT),
        Cell.of(text(measure, none ? Double.NaN : known.getMin())),
        Cell.of(text(measure, none ? Double.NaN : known.getMax())),
        Cell.of(text(measure, last), Tone.STRONG),
        Cell.of(windows(series)));
  }

  private static String windows(Answer.Series series) {
    long open = series.points().stream().filter(point -> !point.isFinal()).count();
    int all = series.points().size();
    return open == 0 ? Integer.toString(all) : all + " (" + open + " " + OPEN + ")";
  }

  private String text(String measure, double value) {
    return measure.equals("rate")
        ? Quantity.perSecond(value, metric.unit(measure))
        : Quantity.of(value, metric.unit(measure));
  }

  /** A table of the windows of each series. */
  void points(Answer answer) {
    boolean first = true;
    for (Answer.Series series : answer.series()) {
      if (!first) {
        out.line("");
      }
      first = false;
      out.line(terminal.paint(Tone.STRONG, series.name()));
      List<Column> columns = new ArrayList<>();
      columns.add(Column.text("START"));
      measures.forEach(measure -> columns.add(Column.number(measure.toUpperCase(Locale.ROOT))));
      columns.add(Column.text("STATE"));
      Table table = new Table(columns.toArray(Column[]::new));
      series.points().forEach(point -> table.row(row(point)));
      table.print(terminal, out);
    }
    foot(answer);
  }

  private List<Cell> row(Answer.Point point) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(start(point.start()), Tone.DIM));
    measures.forEach(measure -> row.add(Cell.of(text(measure, point.value(measure)))));
    row.add(point.isFinal() ? Cell.of("final", Tone.DIM) : Cell.of(OPEN, Tone.WARNING));
    return row;
  }

  private String start(@Nullable Instant start) {
    if (start == null) {
      return "";
    }
    return window == Window.H24 ? Times.utcDay(start) : times.minute(start);
  }

  private void foot(Answer answer) {
    out.line("");
    Instant watermark = answer.watermark();
    String complete = watermark == null ? "" : "complete up to " + times.moment(watermark) + "; ";
    out.line(
        terminal.paint(
            Tone.DIM,
            complete + "windows of " + window.label() + ", times in " + times.zoneName()));
  }
}
