package io.tidegauge.processor.sink.clickhouse;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.ServerRule;

/** Rows of the series table in ClickHouse's RowBinary format. */
public final class SeriesInsert {

  /** The statement; the rows follow. */
  public static final String STATEMENT =
      "INSERT INTO series (tenant, metric, id, labels, kind, unit, server, first_seen, last_seen)"
          + " FORMAT RowBinary";

  private SeriesInsert() {}

  /** One row; times in ms since the epoch. */
  public static void write(
      String tenant,
      long high,
      long low,
      Labels labels,
      MetricKind kind,
      String unit,
      long first,
      long last,
      InsertBody out) {
    out.string(tenant);
    out.string(labels.metric());
    out.uint128(high, low);
    writeLabels(labels, out);
    out.uint8(kind.ordinal());
    out.string(unit);
    out.string(ServerRule.serverOf(labels));
    out.uint64(first);
    out.uint64(last);
  }

  private static void writeLabels(Labels labels, InsertBody out) {
    int count = 0;
    for (int i = 0; i < labels.size(); i++) {
      count += labels.name(i).equals(Labels.NAME) ? 0 : 1;
    }
    out.varUint(count);
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals(Labels.NAME)) {
        out.string(labels.name(i));
        out.string(labels.value(i));
      }
    }
  }
}
