package io.tidegauge.loadtest.bench.query;

import io.tidegauge.contract.window.Window;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.system.RangeQuestion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is asked.
 *
 * @param load the samples; every metric has the same number of series
 * @param span from the start of the first window to the end of the last
 * @param window the length of each
 * @param shapes the label by which series are merged, empty where they are not; one after the other
 * @param concurrency questions at the same time
 */
record QuerySpec(
    LoadSpec load, Duration span, Window window, List<String> shapes, int concurrency) {

  /**
   * After the last window that is asked for: it is final after the grace, and the answer of a range
   * is kept once history has all up to that.
   */
  private static final Duration BEYOND = Duration.ofMinutes(30);

  private static final int MOST_HOURS = 72;

  /** Checks the values. */
  QuerySpec {
    shapes = List.copyOf(shapes);
    check(
        span.toHours() >= 1 && span.toHours() <= MOST_HOURS,
        "--hours is " + span.toHours() + ", give 1 to " + MOST_HOURS);
    check(
        span.toMillis() % window.millis() == 0,
        "--hours is "
            + span.toHours()
            + ", which is no whole number of windows of "
            + window.label()
            + "; give another --window, or --hours 24");
    check(!shapes.isEmpty(), "--shape has none, give each, merged or both");
    check(
        concurrency >= 1 && concurrency <= 64,
        "--concurrency is " + concurrency + ", give 1 to 64");
    check(
        load.series() % metrics(load) == 0,
        "--series is "
            + load.series()
            + ", give a multiple of the number of names, the first of --cardinality: "
            + metrics(load));
    check(
        load.interval().toMillis() >= 1_000,
        "--interval is " + load.interval() + ", give PT1S to PT1M");
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new IllegalArgumentException(message);
    }
  }

  private static int metrics(LoadSpec load) {
    return load.cardinality().getFirst();
  }

  /** Series of a metric, which a question is about. */
  int asked() {
    return load.series() / metrics(load);
  }

  /** Samples of each series that it takes. */
  long steps() {
    return span.plus(BEYOND).dividedBy(load.interval()) + 1;
  }

  /** The questions of a shape, one of each metric. */
  List<RangeQuestion> questions(List<String> names, Instant start, String by) {
    return names.stream()
        .map(name -> new RangeQuestion(name, window, start, start.plus(span), by))
        .toList();
  }
}
