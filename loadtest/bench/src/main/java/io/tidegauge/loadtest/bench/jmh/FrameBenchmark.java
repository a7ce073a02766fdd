package io.tidegauge.loadtest.bench.jmh;

import io.tidegauge.contract.window.Window;
import io.tidegauge.query.live.MeasuredFrames;
import io.tidegauge.query.web.BodyPiece;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A live update as a Server-Sent Event: encoded once, whoever gets it; then copied beside the heap,
 * once for each event loop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {

  private static final int MANY = 100;

  /** Those of each series: none as of one that has none, the shortest, or all four. */
  @Param({"none", "5m", "all"})
  public String windows = "none";

  private MeasuredFrames one = new MeasuredFrames(1, Set.of());
  private MeasuredFrames many = one;
  private byte[] event = {};

  /** Makes the series. */
  @Setup
  public void fill() {
    Set<Window> wanted =
        switch (windows) {
          case "none" -> Set.of();
          case "all" -> Set.of(Window.values());
          default -> Set.of(Window.ofLabel(windows));
        };
    one = new MeasuredFrames(1, wanted);
    many = new MeasuredFrames(MANY, wanted);
    event = one.encode();
  }

  /** A frame of one series that has changed. */
  @Benchmark
  public byte[] encodeOne() {
    return one.encode();
  }

  /** A series of a frame of many. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public byte[] encodeMany() {
    return many.encode();
  }

  /** A frame of one series, beside the heap for an event loop. */
  @Benchmark
  public BodyPiece copy() {
    BodyPiece piece = BodyPiece.of(List.of(event));
    piece.close();
    return piece;
  }
}
