package io.tidegauge.loadtest.peers.flink;

import io.tidegauge.loadtest.peers.Progress;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.java.tuple.Tuple2;

/** Samples (series, value) into the shortest windows. */
final class SampleCount
    implements AggregateFunction<Tuple2<Long, Double>, WindowStats, WindowStats> {

  private static final long serialVersionUID = 1;

  @Override
  public WindowStats createAccumulator() {
    return new WindowStats();
  }

  @Override
  public WindowStats add(Tuple2<Long, Double> sample, WindowStats window) {
    Progress.sample();
    window.add(sample.f1);
    return window;
  }

  @Override
  public WindowStats getResult(WindowStats window) {
    return window;
  }

  @Override
  public WindowStats merge(WindowStats one, WindowStats other) {
    return one.merge(other);
  }
}
