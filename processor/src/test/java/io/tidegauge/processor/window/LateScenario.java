package io.tidegauge.processor.window;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A scenario, and when all its windows are closed, samples that fall in them or next to them: new
 * ones, resends of whole records, other values at known timestamps, stale markers.
 */
public final class LateScenario {

  private static final int HALF_HOUR = 30 * 60_000;

  private final Random random;
  private final List<TestRecord> records;
  private final List<TestRecord.Point> known = new ArrayList<>();
  private long now;
  private long sequence;

  private LateScenario(long seed, int size) {
    random = new Random(~seed);
    records = new ArrayList<>(Scenario.of(seed, size, 2, 6));
    records.forEach(record -> known.addAll(record.points()));
    now = records.getLast().received();
  }

  /**
   * The records of a seed: {@code size} and one that closes all, and {@code late} late ones.
   *
   * @param host tells the series from those of other partitions: a series is in one only
   */
  public static List<TestRecord> of(long seed, int size, int late, String host) {
    LateScenario scenario = new LateScenario(seed, size);
    for (int i = 0; i < late; i++) {
      scenario.next();
    }
    return scenario.records.stream().map(record -> on(host, record)).toList();
  }

  private static TestRecord on(String host, TestRecord record) {
    return new TestRecord(
        record.tenant(),
        record.kind(),
        record.received(),
        record.producer(),
        record.epoch(),
        record.sequence(),
        record.points().stream()
            .map(
                point ->
                    new TestRecord.Point(
                        on(host, point.series()), point.timestamp(), point.value()))
            .toList());
  }

  private static TestSeries on(String host, TestSeries series) {
    return TestSeries.of(
        series.tenant(),
        series.labels().metric(),
        host + "-" + series.labels().get("host"),
        series.kind());
  }

  private void next() {
    if (known.isEmpty()) {
      return;
    }
    now += random.nextInt(2_000);
    if (random.nextInt(4) == 0) {
      TestRecord again = records.get(random.nextInt(records.size()));
      if (again.kind() != RecordKind.TICK) {
        records.add(again);
        return;
      }
    }
    TestRecord.Point first = known.get(random.nextInt(known.size()));
    boolean observations = first.series().kind() == MetricKind.OBSERVATION;
    List<TestRecord.Point> points = new ArrayList<>();
    points.add(late(first));
    for (int i = random.nextInt(6); i > 0; i--) {
      TestRecord.Point other = known.get(random.nextInt(known.size()));
      if (other.series().tenant().equals(first.series().tenant())
          && (other.series().kind() == MetricKind.OBSERVATION) == observations) {
        points.add(late(other));
      }
    }
    boolean numbered = observations && random.nextBoolean();
    records.add(
        new TestRecord(
            first.series().tenant(),
            observations ? RecordKind.OBSERVATIONS : RecordKind.SAMPLES,
            now,
            numbered ? "late" : "",
            1,
            numbered ? sequence++ : 0,
            points));
  }

  private TestRecord.Point late(TestRecord.Point known) {
    long timestamp =
        random.nextInt(4) == 0
            ? known.timestamp()
            : known.timestamp() + (random.nextInt(2 * HALF_HOUR) - HALF_HOUR) / 500 * 500;
    double value =
        switch (random.nextInt(12)) {
          case 0 -> Double.longBitsToDouble(SampleIntake.STALE_MARKER);
          case 1 -> Double.NaN;
          default -> random.nextInt(1_000);
        };
    return new TestRecord.Point(known.series(), timestamp, value);
  }
}
