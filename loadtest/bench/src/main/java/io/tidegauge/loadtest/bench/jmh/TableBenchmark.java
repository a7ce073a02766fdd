package io.tidegauge.loadtest.bench.jmh;

import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.loadtest.bench.load.SampleRecords;
import io.tidegauge.processor.window.EngineOutput;
import io.tidegauge.processor.window.EngineSettings;
import io.tidegauge.processor.window.InputRecord;
import io.tidegauge.processor.window.PartitionEngine;
import java.time.Duration;
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
 * What a sample costs from its record to its windows: decoded, found, counted; with the windows
 * that close meanwhile, hand-over to the live publisher and write-out to the changelog, but without
 * Kafka. An operation is one sample; writing over the record's values and timestamps is in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableBenchmark {

  private static final int PER_RECORD = 500;
  private static final long START = 1_772_323_200_000L;
  private static final long GRACE = Duration.ofMinutes(5).toMillis();
  private static final long INTERVAL = Duration.ofSeconds(15).toMillis();

  /** So many series are handed over at a time, and so often, as seldom as when catching up. */
  private static final int HAND_OVER = 2000;

  private static final int RECORDS_PER_HAND_OVER = 20;
  private static final int STEPS_PER_WRITE_OUT = 200;

  /** How many there are. */
  @Param({"1000", "100000"})
  public int series = 1000;

  /** Samples close windows as their time moves on; observations all come into the same ones. */
  @Param({"samples", "observations"})
  public String kind = "samples";

  private final Dropped output = new Dropped();
  private SampleRecords records = SampleRecords.of(PER_RECORD, PER_RECORD);
  private PartitionEngine engine = engine(PER_RECORD);
  private RecordKind recordKind = RecordKind.SAMPLES;
  private long interval;
  private long timestamp = START;
  private long offset;
  private long step;
  private int record;

  /** Makes the tables, with every series in them. */
  @Setup
  public void fill() {
    records = SampleRecords.of(series, PER_RECORD);
    engine = engine(series);
    engine.activate();
    boolean observations = kind.equals("observations");
    recordKind = observations ? RecordKind.OBSERVATIONS : RecordKind.SAMPLES;
    interval = observations ? 0 : INTERVAL;
    for (int i = 0; i < records.count(); i++) {
      apply();
    }
    if (engine.seriesCount() != series) {
      throw new IllegalStateException("not all series are in the tables");
    }
  }

  /** One record. */
  @Benchmark
  @OperationsPerInvocation(PER_RECORD)
  public long apply() {
    engine.apply(
        new InputRecord(
            offset,
            SampleRecords.TENANT,
            recordKind,
            timestamp,
            "",
            0,
            0,
            records.next(record, timestamp)),
        output);
    offset++;
    if (offset % RECORDS_PER_HAND_OVER == 0) {
      output.taken += engine.collectLive(HAND_OVER).size();
    }
    record++;
    if (record == records.count()) {
      record = 0;
      timestamp += interval;
      step++;
      if (step % STEPS_PER_WRITE_OUT == 0) {
        engine.writeOut((key, value) -> output.taken++);
      }
    }
    return output.taken;
  }

  private static PartitionEngine engine(int series) {
    return new PartitionEngine(new EngineSettings(Topics.SAMPLES, 0, 1, GRACE, series, 1));
  }

  /** Counts what comes. */
  private static final class Dropped implements EngineOutput {
    private long taken;

    @Override
    public void rollup(RollupRecord rollup) {
      taken++;
    }

    @Override
    public void revision(RevisionRecord.Request request) {
      throw new IllegalStateException("a sample came late");
    }

    @Override
    public void reject(RejectRecord reject) {
      throw new IllegalStateException("a sample was refused: " + reject.reason());
    }
  }
}
