package io.tidegauge.processor.sink.raw;

import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.ServerRule;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import io.tidegauge.processor.sink.raw.BlockSeries.Description;

/** Rows of the series table in ClickHouse's RowBinary format. */
final class SeriesInsert {

  static final String STATEMENT =
      "INSERT INTO series (tenant, metric, id, labels, kind, unit, server, first_seen, last_seen)"
          + " FORMAT RowBinary";

  private SeriesInsert() {}

  /** One row; times in ms since the epoch. */
  static void write(
      long high, long low, Description description, long first, long last, InsertBody out) {
    Labels labels = description.labels();
    out.string(description.tenant());
    out.string(labels.metric());
    out.uint128(high, low);
    writeLabels(labels, out);
    out.uint8(description.kind().ordinal());
    out.string(description.unit());
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
