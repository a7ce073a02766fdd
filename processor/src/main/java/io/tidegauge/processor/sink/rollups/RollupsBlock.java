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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The rollups of a block, of each window of each series the one with the highest version. Those of
 * a replay go to tables of their own, which readers take in when all partitions have its mark.
 */
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

  /** Of the replays that have ended in this partition: how many partitions there are. */
  private final Map<Long, Integer> generations = new TreeMap<>();

  RollupsBlock(ClickHouseClient clickhouse, StoredMarks stored, UnreadableRollups unreadable) {
    this.clickhouse = clickhouse;
    this.stored = stored;
    this.unreadable = unreadable;
    this.overflow = new OverflowRows(clickhouse);
  }

  /** Generation 0 is what no replay wrote. */
  private record Key(long generation, Window window, SeriesId series, long start) {}

  private record Table(long generation, Window window) {

    String name() {
      return "rollups_" + window.label() + (generation == 0 ? "" : "_replay");
    }

    String token() {
      return generation == 0 ? name() : name() + generation;
    }
  }

  @Override
  public void add(ConsumerRecord<byte[], byte[]> record) {
    try {
      long generation = GenerationHeaders.generation(record.headers());
      int partitions = GenerationHeaders.partitions(record.headers());
      if (generation != 0 && partitions != 0) {
        generations.put(generation, partitions);
        return;
      }
      if (record.value() == null) {
        throw new MalformedRecordException("the record has no value");
      }
      switch (RollupRecord.read(record.value())) {
        case RollupRecord.OfSeries rollup -> add(generation, rollup);
        case RollupRecord.Mark mark -> marks.merge(mark.tenant(), mark, RollupsBlock::later);
      }
    } catch (MalformedRecordException e) {
      unreadable.count(record, e);
    }
  }

  private void add(long generation, RollupRecord.OfSeries rollup) {
    if (rollup.rollup().state() == Rollup.State.BASE) {
      throw new MalformedRecordException("a base belongs on the live topic only");
    }
    rollups.merge(
        new Key(generation, rollup.rollup().window(), rollup.series(), rollup.rollup().start()),
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
    return rollups.size() + marks.size() + generations.size();
  }

  @Override
  public boolean isEmpty() {
    return rollups.isEmpty() && marks.isEmpty() && generations.isEmpty();
  }

  @Override
  public void write(BlockId id, boolean again) throws IOException, InterruptedException {
    Map<Table, List<RollupRecord.OfSeries>> byTable = new LinkedHashMap<>();
    rollups.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(BY_KEY))
        .forEach(
            entry ->
                byTable
                    .computeIfAbsent(
                        new Table(entry.getKey().generation(), entry.getKey().window()),
                        table -> new ArrayList<>())
                    .add(entry.getValue()));
    // First, so that no rollup is in history whose series is not.
    overflow.write(id.partition(), rollups.values());
    for (Map.Entry<Table, List<RollupRecord.OfSeries>> entry : byTable.entrySet()) {
      Table table = entry.getKey();
      InsertBody body = clickhouse.newBody();
      entry.getValue().forEach(rollup -> RollupsInsert.write(table.generation(), rollup, body));
      clickhouse.insert(
          RollupsInsert.statement(table.name(), table.generation()),
          token(id, table.token(), again),
          body);
    }
    writeGenerations(id, again);
    stored.publish(id.partition(), marks.values());
  }

  /** Of equal rows the tables keep one: a second time does no harm, and a token could. */
  private static String token(BlockId id, String table, boolean again) {
    return again ? "" : id.token(table);
  }

  /** After the rollups: what is said to be there is there. */
  private void writeGenerations(BlockId id, boolean again)
      throws IOException, InterruptedException {
    for (Map.Entry<Long, Integer> entry : generations.entrySet()) {
      InsertBody body = clickhouse.newBody();
      body.uint64(entry.getKey());
      body.uint32(id.partition());
      body.uint32(entry.getValue());
      clickhouse.insert(
          "INSERT INTO rollup_generations (generation, partition, partitions) FORMAT RowBinary",
          token(id, "generation" + entry.getKey(), again),
          body);
    }
  }
}
