package io.tidegauge.cli.tail;

import io.tidegauge.cli.output.TextLines;

/** A line of JSON a series, as the API has it. */
final class JsonPrinter implements SeriesPrinter {

  private final TextLines out;

  JsonPrinter(TextLines out) {
    this.out = out;
  }

  @Override
  public void print(LiveSeries series, Course course) {
    out.line(series.json().toString());
  }

  @Override
  public void flush() {
    out.flush();
  }
}
