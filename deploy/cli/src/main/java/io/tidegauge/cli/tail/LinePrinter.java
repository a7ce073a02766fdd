package io.tidegauge.cli.tail;

import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Quantity;
import io.tidegauge.cli.terminal.Sparkline;
import io.tidegauge.cli.terminal.Terminal;
import io.tidegauge.cli.terminal.Text;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.cli.terminal.Tone;

/**
 * Lines for a person: time, series, value, and the course of it. The series' column grows with the
 * longest that was seen, as far as the terminal is wide.
 */
final class LinePrinter implements SeriesPrinter {

  private static final int TIME = 12;
  private static final int VALUE = 10;
  private static final int RATE = 12;
  private static final int NARROWEST = 16;
  private static final int WIDEST = 120;
  private static final String NO_TIME = " ".repeat(TIME);
  private static final String GAP = "  ";

  private final TextLines out;
  private final Terminal terminal;
  private final Times times;
  private final boolean withWindow;
  private int nameWidth;

  /**
   * A printer.
   *
   * @param withWindow whether to print what the window has, too
   */
  LinePrinter(TextLines out, Terminal terminal, Times times, boolean withWindow) {
    this.out = out;
    this.terminal = terminal;
    this.times = times;
    this.withWindow = withWindow;
  }

  @Override
  public void print(LiveSeries series, Course course) {
    String window = withWindow ? window(series) : "";
    String rate =
        series.isCounter()
            ? Text.right(Quantity.perSecond(course.rate(), series.unit()), RATE)
            : "";
    int others = TIME + VALUE + rate.length() + Course.KEPT + 4 * GAP.length() + Text.width(window);
    int room = Math.clamp((long) terminal.width() - others, NARROWEST, WIDEST);
    nameWidth = Math.min(room, Math.max(nameWidth, Text.width(series.name())));
    String time = series.time() == null ? NO_TIME : times.precise(series.time());
    String value = series.ended() ? "ended" : Quantity.of(series.value(), series.unit());
    String line =
        terminal.paint(Tone.DIM, time)
            + GAP
            + Text.left(Text.fit(series.name(), nameWidth), nameWidth)
            + GAP
            + terminal.paint(series.ended() ? Tone.WARNING : Tone.STRONG, Text.right(value, VALUE))
            + rate
            + GAP
            + terminal.paint(
                Tone.ACCENT,
                Text.left(
                    Sparkline.of(course.drawn(), Course.KEPT), window.isEmpty() ? 0 : Course.KEPT))
            + (window.isEmpty() ? "" : GAP + terminal.paint(Tone.DIM, window));
    out.line(line.stripTrailing());
  }

  private static String window(LiveSeries series) {
    if (!series.window().isObject()) {
      return "";
    }
    String what = series.isCounter() ? "increase" : "avg";
    return "%s %s  max %s  n %s"
        .formatted(
            what,
            Quantity.of(Json.number(series.window().path(what)), series.unit()),
            Quantity.of(Json.number(series.window().path("max")), series.unit()),
            Quantity.number(Json.number(series.window().path("count"))));
  }

  @Override
  public void flush() {
    out.flush();
  }
}
