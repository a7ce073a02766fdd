package io.tidegauge.processor.window;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must come out, the slow way: it keeps all samples that count and sorts and adds them up
 * whenever it is asked. Shares no code with the engine but the aggregate of a sorted list.
 */
public final class Oracle {

  /** A window of a series. */
  public record Key(TestSeries series, Window window, long start) {}

  private final long grace;
  private final boolean countsLate;
  private final Map<TestSeries, List<TestRecord.Point>> counted = new LinkedHashMap<>();
  private final Map<String, Long> watermarks = new HashMap<>();
  private final Set<List<Object>> batches = new HashSet<>();

  /** Samples that came after their window was closed. */
  public long late;

  /** Samples of which the same came before. */
  public long duplicates;

  /** Samples of which another value came before. */
  public long conflicts;

  /** An oracle of a grace in ms. */
  public Oracle(long grace) {
    this(grace, false);
  }

  /** One that counts late samples too, as they count once all revisions are in. */
  public Oracle(long grace, boolean countsLate) {
    this.grace = grace;
    this.countsLate = countsLate;
  }

  /** Takes a record. */
  public void apply(TestRecord record) {
    if (record.kind() == RecordKind.TICK) {
      watermarks.replaceAll((tenant, watermark) -> Math.max(watermark, record.received()));
      return;
    }
    if (record.kind() == RecordKind.OBSERVATIONS
        && !record.producer().isEmpty()
        && !batches.add(
            List.of(record.tenant(), record.producer(), record.epoch(), record.sequence()))) {
      return;
    }
    long before = watermarks.getOrDefault(record.tenant(), Long.MIN_VALUE);
    long after = before;
    for (TestRecord.Point point : record.inRecordOrder()) {
      after = Math.max(after, Math.min(point.timestamp(), record.received()));
      if (Double.doubleToRawLongBits(point.value()) != 0x7ff0000000000002L) {
        count(point, before);
      }
    }
    if (after != Long.MIN_VALUE) {
      watermarks.put(record.tenant(), after);
    }
  }

  private void count(TestRecord.Point point, long watermark) {
    if (isClosed(Window.M5, Window.M5.start(point.timestamp()), watermark)) {
      late++;
      if (!countsLate) {
        return;
      }
    }
    List<TestRecord.Point> known =
        counted.computeIfAbsent(point.series(), key -> new ArrayList<>());
    if (point.series().kind() != MetricKind.OBSERVATION) {
      for (TestRecord.Point other : known) {
        if (other.timestamp() == point.timestamp()) {
          if (Double.doubleToRawLongBits(other.value())
              == Double.doubleToRawLongBits(point.value())) {
            duplicates++;
          } else {
            conflicts++;
          }
          return;
        }
      }
    }
    known.add(point);
  }

  private boolean isClosed(Window window, long start, long watermark) {
    return watermark != Long.MIN_VALUE && watermark >= window.end(start) + grace;
  }

  /** Whether a window is final. */
  public boolean isFinal(Key key) {
    return isClosed(
        key.window(), key.start(), watermarks.getOrDefault(key.series().tenant(), Long.MIN_VALUE));
  }

  /** All windows that have samples. */
  public Set<Key> keys() {
    Set<Key> keys = new HashSet<>();
    counted.forEach(
        (series, points) ->
            points.forEach(
                point -> {
                  for (Window window : Window.values()) {
                    keys.add(new Key(series, window, window.start(point.timestamp())));
                  }
                }));
    return keys;
  }

  /** The aggregate of a window, straight from its samples. */
  public Aggregate aggregate(Key key) {
    Aggregate aggregate = new Aggregate();
    counted.getOrDefault(key.series(), List.of()).stream()
        .filter(point -> key.window().start(point.timestamp()) == key.start())
        .sorted(Comparator.comparingLong(TestRecord.Point::timestamp))
        .forEach(
            point ->
                aggregate.add(
                    point.timestamp(), point.value(), key.series().kind() == MetricKind.COUNTER));
    return aggregate;
  }
}
