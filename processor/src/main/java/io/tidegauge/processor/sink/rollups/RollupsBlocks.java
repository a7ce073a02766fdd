package io.tidegauge.processor.sink.rollups;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.processor.sink.block.Block;
import io.tidegauge.processor.sink.block.BlockFactory;
import io.tidegauge.processor.sink.block.RecordPublisher;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;

/** Makes the blocks of one consumer of the rollups sink; used by its thread alone. */
public final class RollupsBlocks implements BlockFactory {

  private final ClickHouseClient clickhouse;
  private final StoredMarks stored;
  private final UnreadableRollups unreadable;

  /**
   * @param publisher for the marks
   * @param liveTopic where they go
   */
  public RollupsBlocks(
      ClickHouseClient clickhouse,
      RecordPublisher publisher,
      String liveTopic,
      MeterRegistry registry) {
    this.clickhouse = clickhouse;
    this.stored = new StoredMarks(publisher, liveTopic);
    this.unreadable = new UnreadableRollups(registry);
  }

  @Override
  public Block open() {
    return new RollupsBlock(clickhouse, stored, unreadable);
  }
}
