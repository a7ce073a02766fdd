package io.tidegauge.cli.tail;

/** Prints what changed, a line a series. */
interface SeriesPrinter {

  /**
   * Prints a series.
   *
   * @param course what was seen of it, with what is printed now
   */
  void print(LiveSeries series, Course course);

  /** Passes on what was printed. */
  void flush();
}
