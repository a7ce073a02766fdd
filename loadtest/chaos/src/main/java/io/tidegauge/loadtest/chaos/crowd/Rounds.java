package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.loadtest.chaos.crowd.Figures.Times;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What came of the rounds so far. Not thread-safe. */
final class Rounds {

  private final List<Times> without = new ArrayList<>();
  private final List<Times> with = new ArrayList<>();
  private final Histogram allWithout = new Histogram(3);
  private final Histogram allWith = new Histogram(3);
  private int right = Integer.MAX_VALUE;

  /**
   * A measurement.
   *
   * @param slow whether slow ones were there
   */
  Times add(boolean slow, Histogram micros) {
    Times times = Times.of(micros);
    (slow ? with : without).add(times);
    (slow ? allWith : allWithout).add(micros);
    return times;
  }

  /** So many showed what the node did when nothing changed any more. */
  void right(int subscribers) {
    right = Math.min(right, subscribers);
  }

  List<Times> without() {
    return List.copyOf(without);
  }

  List<Times> with() {
    return List.copyOf(with);
  }

  Times allWithout() {
    return Times.of(allWithout);
  }

  Times allWith() {
    return Times.of(allWith);
  }

  /** The fewest of all rounds. */
  int right() {
    return right;
  }
}
