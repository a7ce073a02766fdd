package io.tidegauge.loadtest.peers.flink;

import java.time.Duration;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Says of a closed window which one it is. */
final class Describe implements WindowFunction<WindowStats, WindowStats, Long, TimeWindow> {

  private static final long serialVersionUID = 1;

  private final int minutes;

  Describe(Duration length) {
    this.minutes = (int) length.toMinutes();
  }

  @Override
  public void apply(
      Long series, TimeWindow window, Iterable<WindowStats> closed, Collector<WindowStats> out) {
    for (WindowStats stats : closed) {
      stats.series = series;
      stats.minutes = minutes;
      stats.start = window.getStart();
      out.collect(stats);
    }
  }
}
