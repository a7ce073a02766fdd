package io.tidegauge.ingest.publish;

import io.tidegauge.contract.topic.RecordKind;
import org.jspecify.annotations.Nullable;

/**
 * The observations of one producer batch: one record per partition, split the same way each time
 * the batch is sent, so that the processor can tell a resend. Not thread-safe.
 */
public final class IdentifiedBatch {

  /** What a broker takes by default is 1 MiB. */
  private static final int MAX_RECORD_BYTES = 900 * 1024;

  private final Gatherer gatherer;
  private final String tenant;
  private final ProducerBatch batch;
  private final Durability durability;
  private final @Nullable GatheredRecord[] records;

  IdentifiedBatch(Gatherer gatherer, String tenant, ProducerBatch batch, Durability durability) {
    this.gatherer = gatherer;
    this.tenant = tenant;
    this.batch = batch;
    this.durability = durability;
    this.records = new GatheredRecord[gatherer.partitions()];
  }

  /** Adds a series; false where the batch is too large to be one record per partition. */
  public boolean add(int partition, SeriesSource series) {
    GatheredRecord record = records[partition];
    if (record == null) {
      record = gatherer.newRecord(tenant, partition, RecordKind.OBSERVATIONS, batch);
      records[partition] = record;
    }
    return record.add(series, 0, series.sampleCount(), durability) <= MAX_RECORD_BYTES;
  }

  /** Sends the records. */
  public void send() {
    for (int i = 0; i < records.length; i++) {
      GatheredRecord record = records[i];
      if (record != null) {
        records[i] = null;
        gatherer.publish(record);
      }
    }
  }

  /** Drops the records unsent; the durability does not wait for them any more. */
  public void drop() {
    for (int i = 0; i < records.length; i++) {
      GatheredRecord record = records[i];
      if (record != null) {
        records[i] = null;
        record.settle(null);
      }
    }
  }
}
