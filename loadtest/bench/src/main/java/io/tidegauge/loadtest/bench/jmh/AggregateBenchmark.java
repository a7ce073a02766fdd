package io.tidegauge.loadtest.bench.jmh;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.sketch.Sketch;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoReader;
import io.tidegauge.contract.wire.ProtoWriter;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A window's sketch and its record: a value counted, the sketches of two windows merged, a rollup
 * written and read. The windows are of 1 h with a sample each 15 s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AggregateBenchmark {

  private static final int VALUES = 4096;
  private static final int WINDOW = 240;
  private static final long START = 1_772_323_200_000L;
  private static final long INTERVAL = 15_000;

  /** Spread as latencies are, or as percentages that move little. */
  @Param({"log-normal", "percent"})
  public String values = "log-normal";

  private final double[] all = new double[VALUES];
  private final Sketch full = new Sketch();
  private final Sketch first = new Sketch();
  private final Sketch second = new Sketch();
  private final ProtoWriter writer = new ProtoWriter(4096);
  private final ProtoReader reader = new ProtoReader();
  private Rollup rollup = rollup(new Aggregate());
  private byte[] written = {};
  private int next;

  /** Makes the values, and windows of them. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    double percent = 50;
    for (int i = 0; i < VALUES; i++) {
      percent = Math.clamp(percent + Math.rint(random.nextGaussian() * 100) / 100, 0.0, 100.0);
      all[i] = values.equals("percent") ? percent : 0.02 * Math.exp(random.nextGaussian());
      full.add(all[i]);
    }
    Aggregate aggregate = new Aggregate();
    for (int i = 0; i < WINDOW; i++) {
      aggregate.add(START + i * INTERVAL, all[i], false);
      first.add(all[i]);
      second.add(all[WINDOW + i]);
    }
    rollup = rollup(aggregate);
    written = write().clone();
  }

  /** A value into a sketch that has its bucket. */
  @Benchmark
  public Sketch add() {
    full.add(all[next++ & (VALUES - 1)]);
    return full;
  }

  /** The sketches of two windows into one that has neither. */
  @Benchmark
  public Sketch merge() {
    Sketch merged = first.copy();
    merged.merge(second);
    return merged;
  }

  /** A rollup into bytes. */
  @Benchmark
  public byte[] write() {
    writer.reset();
    RollupCodec.write(rollup, writer);
    return writer.toByteArray();
  }

  /** A rollup from bytes. */
  @Benchmark
  public Rollup read() {
    return RollupCodec.read(reader.reset(written, 0, written.length));
  }

  private static Rollup rollup(Aggregate aggregate) {
    return new Rollup(
        Window.H1, START, new RollupVersion(1, 1_000_000, 0), Rollup.State.FINAL, aggregate);
  }
}
