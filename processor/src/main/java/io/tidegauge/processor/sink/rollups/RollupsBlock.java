package io.tidegauge.processor.sink.rollups;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.processor.sink.block.Block;
import io.tidegauge.processor.sink.block.BlockId;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The rollups of a block, of each window of each series the one with the highest version. Those of
 * a replay go to tables of their own, which readers take in when all partitions have its mark.
 */
final class RollupsBlock implements Block {

  private final ClickHouseClient clickhouse;
  private final StoredMarks stored;
  private final UnreadableRollups unreadable;
  private final OverflowRows overflow;
  private final Map<Table, Map<Metric, TreeMap<Place, RollupRecord.OfSeries>>> rollups =
      new HashMap<>();
  private int count;
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
  private record Table(long generation, Window window) implements Comparable<Table> {

    String name() {
      return "rollups_" + window.label() + (generation == 0 ? "" : "_replay");
    }

    String token() {
      return generation == 0 ? name() : name() + generation;
    }

    @Override
    public int compareTo(Table other) {
      int byGeneration = Long.compare(generation, other.generation);
      return byGeneration != 0 ? byGeneration : window.compareTo(other.window);
    }
  }

  /** What the tables are sorted by first. */
  private record Metric(String tenant, String name) implements Comparable<Metric> {
    @Override
    public int compareTo(Metric other) {
      int byTenant = tenant.compareTo(other.tenant);
      return byTenant != 0 ? byTenant : name.compareTo(other.name);
    }
  }

  /** And then. */
  private record Place(SeriesId series, long start) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int bySeries = series.compareTo(other.series);
      return bySeries != 0 ? bySeries : Long.compare(start, other.start);
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
        case RollupRecord.OfSeries rollup -> add(generation, record.partition(), rollup);
        case RollupRecord.Mark mark -> marks.merge(mark.tenant(), mark, RollupsBlock::later);
      }
    } catch (MalformedRecordException e) {
      unreadable.count(record, e);
    }
  }

  private void add(long generation, int partition, RollupRecord.OfSeries rollup) {
    if (rollup.rollup().state() == Rollup.State.BASE) {
      throw new MalformedRecordException("a base belongs on the live topic only");
    }
    Map<Place, RollupRecord.OfSeries> ofMetric =
        rollups
            .computeIfAbsent(
                new Table(generation, rollup.rollup().window()), table -> new HashMap<>())
            .computeIfAbsent(
                new Metric(rollup.tenant(), rollup.metric()), metric -> new TreeMap<>());
    int before = ofMetric.size();
    ofMetric.merge(
        new Place(rollup.series(), rollup.rollup().start()), rollup, RollupsBlock::higher);
    count += ofMetric.size() - before;
    overflow.add(partition, rollup);
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
    return count + marks.size() + generations.size();
  }

  @Override
  public boolean isEmpty() {
    return rollups.isEmpty() && marks.isEmpty() && generations.isEmpty();
  }

  @Override
  public void write(BlockId id, boolean again) throws IOException, InterruptedException {
    // First, so that no rollup is in history whose series is not.
    overflow.write();
    for (Map.Entry<Table, Map<Metric, TreeMap<Place, RollupRecord.OfSeries>>> ofTable :
        sorted(rollups)) {
      Table table = ofTable.getKey();
      clickhouse.insert(
          RollupsInsert.statement(table.name(), table.generation()),
          token(id, table.token(), again),
          body(table.generation(), ofTable.getValue()));
    }
    writeGenerations(id, again);
    stored.publish(id.partition(), marks.values());
  }

  /** The rows in the order of the tables' keys, so that the store need not sort. */
  private InsertBody body(
      long generation, Map<Metric, TreeMap<Place, RollupRecord.OfSeries>> ofTable) {
    InsertBody body = clickhouse.newBody();
    ProtoWriter sketch = new ProtoWriter(1024);
    for (Map.Entry<Metric, TreeMap<Place, RollupRecord.OfSeries>> ofMetric : sorted(ofTable)) {
      for (RollupRecord.OfSeries rollup : ofMetric.getValue().values()) {
        RollupsInsert.write(generation, rollup, sketch, body);
      }
    }
    return body;
  }

  private static <K extends Comparable<K>, V> List<Map.Entry<K, V>> sorted(Map<K, V> map) {
    return map.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
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
