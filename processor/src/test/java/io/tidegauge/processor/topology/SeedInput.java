package io.tidegauge.processor.topology;

import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.processor.window.LateScenario;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.TestRecord;
import io.tidegauge.processor.window.TestSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.Headers;

/**
 * The samples topic's partition of a seed: gauges, counters with resets, observations with and
 * without numbers; out of order, late within and beyond the grace, twice, in conflict, stale, NaN;
 * ticks; and here and there a record with a fault behind samples that are sound.
 */
final class SeedInput {

  static final long GRACE = 300_000;

  /** A record as it lies on the topic. */
  record Stored(TestRecord record, byte[] value, boolean malformed) {}

  private final List<Stored> log = new ArrayList<>();
  private final List<TestRecord> counting = new ArrayList<>();
  private final Map<String, TestSeries> series = new HashMap<>();

  SeedInput(long seed, Random random) {
    int size = 1 + random.nextInt(random.nextInt(4) == 0 ? 250 : 80);
    int late = random.nextInt(40);
    for (TestRecord record : LateScenario.of(seed, size, late, "h")) {
      if (random.nextInt(25) == 0 && record.kind() != RecordKind.TICK) {
        add(record, true, random);
      }
      add(record, false, random);
    }
  }

  private void add(TestRecord record, boolean malformed, Random random) {
    byte[] value = record.kind() == RecordKind.TICK ? new byte[0] : record.value();
    if (malformed) {
      value = Arrays.copyOf(value, value.length + 1 + random.nextInt(3));
      value[value.length - 1] = (byte) 0x80; // a varint that does not end
    }
    log.add(new Stored(record, value, malformed));
    counting.add(
        malformed ? TestRecord.samples(record.tenant(), Long.MIN_VALUE, List.of()) : record);
    record.points().forEach(point -> series.put(point.series().id().toString(), point.series()));
  }

  int size() {
    return log.size();
  }

  Stored at(int offset) {
    return log.get(offset);
  }

  /** What a gateway puts into the headers. */
  Headers headers(int offset) {
    return SamplesFeed.headers(log.get(offset).record());
  }

  /** All records by offset, those with a fault empty: what counts. */
  List<TestRecord> counting() {
    return counting;
  }

  /** All series by id. */
  Map<String, TestSeries> series() {
    return series;
  }

  long malformed() {
    return log.stream().filter(Stored::malformed).count();
  }

  /** The right answer once everything late is revised. */
  Oracle oracle() {
    Oracle oracle = new Oracle(GRACE, true);
    counting.forEach(oracle::apply);
    return oracle;
  }
}
