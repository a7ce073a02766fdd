package io.tidegauge.processor.sink.raw;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.processor.sink.block.Block;
import io.tidegauge.processor.sink.block.BlockFactory;
import io.tidegauge.processor.sink.block.RecordPublisher;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import java.time.Duration;
import java.time.InstantSource;

/** Makes the blocks of one consumer of the raw sink; used by its thread alone. */
public final class RawBlocks implements BlockFactory {

  private static final Duration REFRESH = Duration.ofMinutes(5);

  private final ClickHouseClient clickhouse;
  private final SeriesCache cache;
  private final RejectedRecords rejected;
  private final SamplesRecordReader reader = new SamplesRecordReader();

  /**
   * @param knownSeries how many series are remembered as written
   * @param publisher for what cannot be read
   * @param instance number of the consumer within the process
   */
  public RawBlocks(
      ClickHouseClient clickhouse,
      int knownSeries,
      RecordPublisher publisher,
      InstantSource clock,
      MeterRegistry registry,
      int instance) {
    this.clickhouse = clickhouse;
    this.cache = new SeriesCache(knownSeries, REFRESH.toMillis());
    this.rejected = new RejectedRecords(publisher, clock, registry);
    Gauge.builder("tidegauge.sink.series.known", cache, SeriesCache::size)
        .description("Series remembered as written; bounded by known-series")
        .tags("sink", "raw", "consumer", String.valueOf(instance))
        .register(registry);
  }

  @Override
  public Block open() {
    return new RawBlock(reader, cache, clickhouse, rejected);
  }
}
