package io.tidegauge.processor.sink.raw;

import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.processor.samples.SamplesHeaders;
import io.tidegauge.processor.sink.block.Block;
import io.tidegauge.processor.sink.block.BlockId;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.InsertBody;
import io.tidegauge.processor.sink.clickhouse.SeriesInsert;
import io.tidegauge.processor.sink.raw.BlockSeries.Description;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples of a block. A record that cannot be read adds no row, whatever stands before the
 * fault, so that a second reading gives the same rows.
 */
final class RawBlock implements Block {

  private static final Logger LOG = LoggerFactory.getLogger(RawBlock.class);

  private final SamplesRecordReader reader;
  private final SeriesCache cache;
  private final ClickHouseClient clickhouse;
  private final RejectedRecords rejected;
  private final BlockSeries series = new BlockSeries();
  private final BlockRows rows = new BlockRows();
  private final List<RejectedRecords.Entry> refused = new ArrayList<>();

  RawBlock(
      SamplesRecordReader reader,
      SeriesCache cache,
      ClickHouseClient clickhouse,
      RejectedRecords rejected) {
    this.reader = reader;
    this.cache = cache;
    this.clickhouse = clickhouse;
    this.rejected = rejected;
  }

  @Override
  public void add(ConsumerRecord<byte[], byte[]> record) {
    int before = rows.size();
    try {
      SamplesHeaders headers = SamplesHeaders.of(record.headers());
      if (headers.kind() != RecordKind.TICK) {
        long batch = BatchId.of(headers);
        rows.beginRecord(record.offset(), batch);
        addSamples(record.value(), headers, batch != BatchId.NONE);
      }
    } catch (MalformedRecordException e) {
      for (int row = before; row < rows.size(); row++) {
        series.addRows(rows.series(row), -1);
      }
      rows.truncate(before);
      refused.add(rejected.entry(record, e));
    }
  }

  private void addSamples(byte @Nullable [] value, SamplesHeaders headers, boolean numbered) {
    if (value == null) {
      throw new MalformedRecordException("the record has no value");
    }
    reader.reset(value, 0, value.length, headers.tenant());
    int inBatch = 0;
    while (reader.nextSeries()) {
      long high = reader.seriesIdHigh();
      long low = reader.seriesIdLow();
      int number = -1;
      while (reader.nextSample()) {
        long timestamp = reader.requireTimestamp();
        if (number < 0) {
          number = series.of(high, low);
        }
        if (!series.isKnown(number, timestamp)) {
          lookUp(number, timestamp, headers);
        }
        // Within its series nearly always 0, which takes no room; a batch that was stored by its
        // index in the record must be known again.
        int index = numbered ? inBatch++ : series.nextInRecord(number, rows.record());
        rows.add(number, timestamp, reader.value(), index);
        series.addRows(number, 1);
      }
    }
  }

  private void lookUp(int number, long timestamp, SamplesHeaders headers) {
    int slot = cache.find(series.high(number), series.low(number));
    if (slot != SeriesCache.NONE
        && cache.knownFrom(slot) <= timestamp
        && timestamp <= cache.knownTo(slot)) {
      series.known(number, cache.knownFrom(slot), cache.knownTo(slot));
    } else {
      series.describe(number, describe(headers));
      series.known(number, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  private Description describe(SamplesHeaders headers) {
    MetricKind kind =
        headers.kind() == RecordKind.OBSERVATIONS
            ? MetricKind.OBSERVATION
            : MetricKind.ofMetadataType(reader.metadataType());
    return new Description(headers.tenant(), reader.labels(), kind, reader.unit());
  }

  @Override
  public int weight() {
    return rows.size();
  }

  @Override
  public boolean isEmpty() {
    return rows.size() == 0 && refused.isEmpty();
  }

  @Override
  public void write(BlockId id, boolean again) throws IOException, InterruptedException {
    rejected.publish(refused);
    if (rows.size() == 0) {
      return;
    }
    RowOrder order = RowOrder.of(series, rows);
    // First, so that no row is in the table whose series is not.
    writeSeries(order);
    insert(id, order, id.token("raw"));
    if (again) {
      insertMissing(id, order);
    }
  }

  private void insertMissing(BlockId id, RowOrder order) throws IOException, InterruptedException {
    Set<Long> missing = new StoredDays(clickhouse, id).missing(series, rows, order);
    if (!missing.isEmpty()) {
      RowOrder lost = order.only(row -> missing.contains(StoredDays.day(rows.timestamp(row))));
      LOG.warn(
          "raw: ClickHouse knew offsets {} to {} of partition {}, but not {} of their rows: written"
              + " again",
          id.from(),
          id.to(),
          id.partition(),
          lost.size());
      insert(id, lost, "");
    }
  }

  private void insert(BlockId id, RowOrder order, String token)
      throws IOException, InterruptedException {
    InsertBody body = clickhouse.newBody();
    SamplesInsert.write(series, rows, order, id.epoch(), id.partition(), body);
    clickhouse.insert(SamplesInsert.statement(rows), token, body);
  }

  private void writeSeries(RowOrder order) throws IOException, InterruptedException {
    InsertBody body = clickhouse.newBody();
    int written = 0;
    for (int i = 0; i < order.seriesCount(); i++) {
      Description description = series.description(order.series(i));
      if (description != null && order.start(i) < order.end(i)) {
        SeriesInsert.write(
            description.tenant(),
            series.high(order.series(i)),
            series.low(order.series(i)),
            description.labels(),
            description.kind(),
            description.unit(),
            first(order, i),
            last(order, i),
            body);
        written++;
      }
    }
    if (written > 0) {
      clickhouse.insert(SeriesInsert.STATEMENT, "", body);
      remember(order);
    }
  }

  private void remember(RowOrder order) {
    for (int i = 0; i < order.seriesCount(); i++) {
      int number = order.series(i);
      if (series.description(number) != null && order.start(i) < order.end(i)) {
        cache.written(series.high(number), series.low(number), first(order, i), last(order, i));
      }
    }
  }

  private long first(RowOrder order, int i) {
    return rows.timestamp(order.row(order.start(i)));
  }

  private long last(RowOrder order, int i) {
    return rows.timestamp(order.row(order.end(i) - 1));
  }
}
