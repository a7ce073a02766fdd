package io.tidegauge.processor.window;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Records from a seed: several tenants and kinds, samples out of order within and beyond the grace,
 * ahead of time, twice, in conflict, NaN, infinite and stale, counters that reset, silences of
 * minutes to days, ticks. The last record closes everything.
 */
public final class Scenario {

  /** Noon of a day. */
  public static final long BEGIN = 1_780_315_200_000L;

  private static final long MINUTE = 60_000;

  private final Random random;
  private final List<TestSeries> series = new ArrayList<>();
  private final double[] counters;
  private final List<TestRecord> records = new ArrayList<>();
  private long now = BEGIN;
  private long sequence;

  private Scenario(long seed, int tenants, int seriesPerTenant) {
    random = new Random(seed);
    MetricKind[] kinds = MetricKind.values();
    for (int t = 0; t < tenants; t++) {
      for (int s = 0; s < seriesPerTenant; s++) {
        MetricKind kind = kinds[s % kinds.length];
        series.add(
            TestSeries.of(
                "tenant" + t,
                "metric_" + kind.name().toLowerCase(java.util.Locale.ROOT),
                "h" + s,
                kind));
      }
    }
    counters = new double[series.size()];
  }

  /** The records of a seed; {@code size} of them and a last one. */
  public static List<TestRecord> of(long seed, int size, int tenants, int seriesPerTenant) {
    Scenario scenario = new Scenario(seed, tenants, seriesPerTenant);
    for (int i = 0; i < size; i++) {
      scenario.next();
    }
    scenario.records.add(TestRecord.tick(scenario.now + 3 * 24 * 60 * MINUTE));
    return scenario.records;
  }

  private void next() {
    now += step();
    if (random.nextInt(12) == 0) {
      records.add(TestRecord.tick(now));
    } else if (random.nextInt(15) == 0 && !records.isEmpty()) {
      records.add(records.get(random.nextInt(records.size())));
    } else {
      records.add(record());
    }
  }

  private long step() {
    return switch (random.nextInt(40)) {
      case 0 -> random.nextInt(180) * MINUTE;
      case 1 -> random.nextInt(40) * 60 * MINUTE;
      default -> random.nextInt(2 * (int) MINUTE);
    };
  }

  private TestRecord record() {
    boolean observations = random.nextInt(3) == 0;
    String tenant = series.get(random.nextInt(series.size())).tenant();
    List<TestRecord.Point> points = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      int s = random.nextInt(series.size());
      TestSeries of = series.get(s);
      if (of.tenant().equals(tenant) && (of.kind() == MetricKind.OBSERVATION) == observations) {
        points.add(new TestRecord.Point(of, timestamp(), value(s)));
        if (random.nextInt(10) == 0) {
          TestRecord.Point last = points.getLast();
          double again = random.nextBoolean() ? last.value() : value(s);
          points.add(new TestRecord.Point(of, last.timestamp(), again));
        }
      }
    }
    String producer = observations && random.nextBoolean() ? "p" + random.nextInt(2) : "";
    return new TestRecord(
        tenant,
        observations ? RecordKind.OBSERVATIONS : RecordKind.SAMPLES,
        now + random.nextInt(200),
        producer,
        1,
        producer.isEmpty() ? 0 : sequence++,
        points);
  }

  private long timestamp() {
    long jitter =
        switch (random.nextInt(10)) {
          case 0 -> -random.nextInt(15 * (int) MINUTE);
          case 1 -> random.nextInt(10 * (int) MINUTE);
          case 2, 3 -> -random.nextInt(5 * (int) MINUTE);
          default -> -random.nextInt(10_000);
        };
    // A coarse grid, so that timestamps meet.
    return (now + jitter) / 500 * 500;
  }

  private double value(int s) {
    if (series.get(s).kind() == MetricKind.COUNTER) {
      counters[s] = random.nextInt(20) == 0 ? 0 : counters[s] + random.nextInt(100);
      return counters[s];
    }
    return switch (random.nextInt(40)) {
      case 0 -> Double.NaN;
      case 1 -> Double.longBitsToDouble(SampleIntake.STALE_MARKER);
      case 2 -> 0.0;
      case 3 -> -1e-9 * random.nextDouble();
      default -> (random.nextDouble() - 0.3) * 1e4;
    };
  }
}
