package io.tidegauge.processor.sink.rollups;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.processor.sink.block.Block;
import io.tidegauge.processor.sink.block.BlockId;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rollups of a block, of each window of each series the one with the highest version. */
final class RollupsBlock implements Block {

  /** The order of the tables' keys. */
  private static final Comparator<RollupRecord.OfSeries> BY_KEY =
      Comparator.comparing(RollupRecord.OfSeries::tenant)
          .thenComparing(RollupRecord.OfSeries::metric)
          .thenComparing(RollupRecord.OfSeries::series)
          .thenComparingLong(rollup -> rollup.rollup().start());

  private final ClickHouseClient clickhouse;
  private final StoredMarks stored;
  private final UnreadableRollups unreadable;
  private final OverflowRows overflow;
  private final Map<Key, RollupRecord.OfSeries> rollups = new HashMap<>();
  private final Map<String, RollupRecord.Mark> marks = new HashMap<>();

  RollupsBlock(ClickHouseClient clickhouse, StoredMarks stored, UnreadableRollups unreadable) {
    this.clickhouse = clickhouse;
    this.stored = stored;
    this.unreadable = unreadable;
    this.overflow = new OverflowRows(clickhouse);
  }

  private record Key(Window window, SeriesId series, long start) {}

  @Override
  public void add(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) {
        throw new MalformedRecordException("the record has no value");
      }
      switch (RollupRecord.read(record.value())) {
        case RollupRecord.OfSeries rollup -> add(rollup);
        case RollupRecord.Mark mark -> marks.merge(mark.tenant(), mark, RollupsBlock::later);
      }
    } catch (MalformedRecordException e) {
      unreadable.count(record, e);
    }
  }

  private void add(RollupRecord.OfSeries rollup) {
    if (rollup.rollup().state() == Rollup.State.BASE) {
      throw new MalformedRecordException("a base belongs on the live topic only");
    }
    rollups.merge(
        new Key(rollup.rollup().window(), rollup.series(), rollup.rollup().start()),
        rollup,
        RollupsBlock::higher);
  }

  /** At the same version the one that came later: it is the same. */
  private static RollupRecord.OfSeries higher(
      RollupRecord.OfSeries earlier, RollupRecord.OfSeries later) {
    return later.rollup().version().compareTo(earlier.rollup().version()) >= 0 ? later : earlier;
  }

  private static RollupRecord.Mark later(RollupRecord.Mark earlier, RollupRecord.Mark later) {
    return later.watermark() >= earlier.watermark() ? later : earlier;
  }

  @Override
  public int weight() {
    return rollups.size() + marks.size();
  }

  @Override
  public boolean isEmpty() {
    return rollups.isEmpty() && marks.isEmpty();
  }

  @Override
  public void write(BlockId id, boolean again) throws IOException, InterruptedException {
    Map<Window, List<RollupRecord.OfSeries>> byWindow = new EnumMap<>(Window.class);
    rollups.values().stream()
        .sorted(BY_KEY)
        .forEach(
            rollup ->
                byWindow
                    .computeIfAbsent(rollup.rollup().window(), window -> new ArrayList<>())
                    .add(rollup));
    // First, so that no rollup is in history whose series is not.
    overflow.write(id.partition(), rollups.values());
    for (Map.Entry<Window, List<RollupRecord.OfSeries>> entry : byWindow.entrySet()) {
      InsertBody body = clickhouse.newBody();
      entry.getValue().forEach(rollup -> RollupsInsert.write(rollup, body));
      String table = "rollups_" + entry.getKey().label();
      // Of equal rows the table keeps one: a second time does no harm, and a token could.
      String token = again ? "" : id.token(table);
      clickhouse.insert(RollupsInsert.statement(table), token, body);
    }
    stored.publish(id.partition(), marks.values());
  }
}
