package io.tidegauge.loadtest.bench.jmh;

import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.loadtest.bench.load.SampleBodies;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Parts of a sample's way: its series' hash, and a record written and read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SeriesBenchmark {

  private static final int SERIES = 500;
  private static final int LABELS = 6;
  private static final long NOW = 1_772_323_200_000L;

  private final SeriesHasher hasher = new SeriesHasher();
  private final SamplesRecordReader reader = new SamplesRecordReader();
  private final SamplesRecordWriter writer = new SamplesRecordWriter();
  private final byte[] record = new SampleBodies(SERIES, NOW).remoteWrite2();
  private final byte[] text =
      "request_latency_api.example.com:9100".getBytes(StandardCharsets.UTF_8);
  private long symbol = 1;

  /** A label's text. */
  @Benchmark
  public long hashText() {
    hasher.hash(text, 0, text.length);
    return hasher.low();
  }

  /** A series whose labels' texts are hashed already. */
  @Benchmark
  public long hashSeries() {
    hasher.begin(symbol, ~symbol);
    for (int i = 0; i < 2 * LABELS; i++) {
      symbol = symbol * 31 + 7;
      hasher.add(symbol, ~symbol);
    }
    hasher.end();
    return hasher.low();
  }

  /** A record of 500 series with a sample each, read; per sample. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public double readRecord() {
    double sum = 0;
    reader.reset(record, 0, record.length, "default");
    while (reader.nextSeries()) {
      sum += reader.seriesIdLow();
      while (reader.nextSample()) {
        sum += reader.value();
      }
    }
    return sum;
  }

  /** The same record, written again from what is read of it; per sample, with the reading. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public byte[] copyRecord() {
    writer.reset();
    reader.reset(record, 0, record.length, "default");
    while (reader.nextSeries()) {
      writer.beginSeries();
      for (int i = 0; i < reader.labelCount(); i++) {
        writer.label(copy(reader.labelNameRef(i)), copy(reader.labelValueRef(i)));
      }
      while (reader.nextSample()) {
        writer.sample(reader.timestamp(), reader.value());
      }
      writer.endSeries();
    }
    return writer.toByteArray();
  }

  private int copy(int ref) {
    int start = reader.symbolStart(ref);
    return writer.symbol(record, start, reader.symbolEnd(ref) - start);
  }
}
