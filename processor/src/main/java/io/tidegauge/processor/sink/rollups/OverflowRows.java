package io.tidegauge.processor.sink.rollups;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.OverflowSeries;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import io.tidegauge.processor.sink.clickhouse.SeriesInsert;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes what the overflow series of a block are: they have no raw samples, so the raw sink never
 * hears of them. A rollup carries no labels, but those of an overflow series follow from its metric
 * and partition.
 */
final class OverflowRows {

  private final ClickHouseClient clickhouse;
  private final Map<Metric, SeriesId> ids = new HashMap<>();
  private final Map<Metric, Times> found = new HashMap<>();

  OverflowRows(ClickHouseClient clickhouse) {
    this.clickhouse = clickhouse;
  }

  private record Metric(String tenant, String name, int partition) {}

  private record Times(long first, long last) {
    Times with(Times other) {
      return new Times(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /** Looks whether a rollup is of such a series. */
  void add(int partition, RollupRecord.OfSeries rollup) {
    Aggregate aggregate = rollup.rollup().aggregate();
    if (rollup.kind() != MetricKind.OBSERVATION || aggregate.count() == 0) {
      return;
    }
    Metric metric = new Metric(rollup.tenant(), rollup.metric(), partition);
    SeriesId id = ids.computeIfAbsent(metric, OverflowRows::idOf);
    if (rollup.series().equals(id)) {
      Times times = new Times(aggregate.firstTimestamp(), aggregate.lastTimestamp());
      found.merge(metric, times, Times::with);
    }
  }

  /** Returns when they are in the series table. */
  void write() throws IOException, InterruptedException {
    if (found.isEmpty()) {
      return;
    }
    InsertBody body = clickhouse.newBody();
    found.forEach(
        (metric, times) -> {
          SeriesId id = idOf(metric);
          SeriesInsert.write(
              metric.tenant(),
              id.high(),
              id.low(),
              labels(metric),
              MetricKind.OBSERVATION,
              "",
              times.first(),
              times.last(),
              body);
        });
    clickhouse.insert(SeriesInsert.STATEMENT, "", body);
  }

  private static SeriesId idOf(Metric metric) {
    return SeriesHasher.of(metric.tenant(), labels(metric));
  }

  private static Labels labels(Metric metric) {
    return OverflowSeries.labels(metric.name(), metric.partition());
  }
}
