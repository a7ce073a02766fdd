package io.tidegauge.loadtest.bench.jmh;

import io.tidegauge.query.live.MeasuredState;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What an entry of the live topic takes in a query node with 100,000 series: read, and put into its
 * live state, where each replaces one that has been there for long.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LiveStateBenchmark {

  private static final int SERIES = 100_000;
  private static final int EACH = 1_000;

  private MeasuredState state = new MeasuredState(0, EACH);

  /** Makes the series. */
  @Setup
  public void fill() {
    state = new MeasuredState(SERIES, EACH);
  }

  /** An entry, out of a record and into the state. */
  @Benchmark
  @OperationsPerInvocation(EACH)
  public void apply() {
    state.apply();
  }
}
