package io.tidegauge.processor.window;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Computes closed windows again, naively, from all points of all records up to an offset. */
public final class TestReviser {

  private final long grace;
  private final List<TestRecord> records;
  private final Map<String, TestSeries> byId;

  /** A reviser that knows all records and series. */
  public TestReviser(long grace, List<TestRecord> records, Map<String, TestSeries> byId) {
    this.grace = grace;
    this.records = records;
    this.byId = byId;
  }

  /** The windows that a request is about, of the samples of all records up to its offset. */
  public List<RevisionRecord.Result> answer(RevisionRecord.Request request) {
    List<RevisionRecord.Result> results = new ArrayList<>();
    for (Window window = request.window(); window != null; window = window.parent()) {
      long start = window.start(request.start());
      if (window != request.window() && window.end(start) + grace > request.watermark()) {
        break;
      }
      results.add(
          new RevisionRecord.Result(
              request.tenant(),
              request.series(),
              request.labels(),
              request.kind(),
              request.watermark(),
              new Rollup(
                  window,
                  start,
                  new RollupVersion(request.epoch(), request.offset(), 1),
                  Rollup.State.FINAL,
                  aggregate(request, window, start))));
    }
    return results;
  }

  private Aggregate aggregate(RevisionRecord.Request request, Window window, long start) {
    TestSeries series = Objects.requireNonNull(byId.get(request.series().toString()));
    boolean observations = series.kind() == MetricKind.OBSERVATION;
    TreeMap<Long, List<Double>> values = new TreeMap<>();
    Set<List<Object>> batches = new HashSet<>();
    for (TestRecord record : records.subList(0, (int) request.offset() + 1)) {
      boolean numbered = record.kind() == RecordKind.OBSERVATIONS && !record.producer().isEmpty();
      if (numbered
          && !batches.add(
              List.of(record.tenant(), record.producer(), record.epoch(), record.sequence()))) {
        continue;
      }
      for (TestRecord.Point point : record.inRecordOrder()) {
        boolean isValue = Double.doubleToRawLongBits(point.value()) != SampleIntake.STALE_MARKER;
        if (isValue && point.series().equals(series) && window.start(point.timestamp()) == start) {
          List<Double> same = values.computeIfAbsent(point.timestamp(), key -> new ArrayList<>());
          if (observations || same.isEmpty()) {
            same.add(point.value());
          }
        }
      }
    }
    Aggregate aggregate = new Aggregate();
    values.forEach(
        (timestamp, same) ->
            same.forEach(
                value -> aggregate.add(timestamp, value, series.kind() == MetricKind.COUNTER)));
    return aggregate;
  }
}
