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
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes what the overflow series of a block are: they have no raw samples, so the raw sink never
 * hears of them. A rollup carries no labels, but those of an overflow series follow from its metric
 * and partition.
 */
final class OverflowRows {

  private final ClickHouseClient clickhouse;

  OverflowRows(ClickHouseClient clickhouse) {
    this.clickhouse = clickhouse;
  }

  private record Metric(String tenant, String name) {}

  private record Times(long first, long last) {
    Times with(Times other) {
      return new Times(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /** Returns when they are in the series table. */
  void write(int partition, Collection<RollupRecord.OfSeries> rollups)
      throws IOException, InterruptedException {
    Map<Metric, SeriesId> ids = new HashMap<>();
    Map<Metric, Times> found = new HashMap<>();
    for (RollupRecord.OfSeries rollup : rollups) {
      Aggregate aggregate = rollup.rollup().aggregate();
      if (rollup.kind() != MetricKind.OBSERVATION || aggregate.count() == 0) {
        continue;
      }
      Metric metric = new Metric(rollup.tenant(), rollup.metric());
      SeriesId id = ids.computeIfAbsent(metric, key -> idOf(key, partition));
      if (rollup.series().equals(id)) {
        Times times = new Times(aggregate.firstTimestamp(), aggregate.lastTimestamp());
        found.merge(metric, times, Times::with);
      }
    }
    if (found.isEmpty()) {
      return;
    }
    InsertBody body = clickhouse.newBody();
    found.forEach(
        (metric, times) -> {
          SeriesId id = idOf(metric, partition);
          SeriesInsert.write(
              metric.tenant(),
              id.high(),
              id.low(),
              labels(metric, partition),
              MetricKind.OBSERVATION,
              "",
              times.first(),
              times.last(),
              body);
        });
    clickhouse.insert(SeriesInsert.STATEMENT, "", body);
  }

  private static SeriesId idOf(Metric metric, int partition) {
    return SeriesHasher.of(metric.tenant(), labels(metric, partition));
  }

  private static Labels labels(Metric metric, int partition) {
    return OverflowSeries.labels(metric.name(), partition);
  }
}
