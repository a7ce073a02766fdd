package io.tidegauge.contract.live;

import java.util.List;

/**
 * The value of one record of the live topic: what changed in one partition of the samples topic for
 * one tenant, since the record before.
 *
 * @param tenant the tenant
 * @param epoch the epoch of the samples topic
 * @param offset the offset of the samples record up to which this is true
 * @param watermark the partition's watermark of the tenant, event time in ms; {@link #UNKNOWN}
 *     where it says nothing of it
 * @param stored the watermark whose rollups are in the history store, event time in ms; {@link
 *     #UNKNOWN} where it says nothing of it
 * @param series what changed, each series once
 */
public record LiveBatch(
    String tenant, int epoch, long offset, long watermark, long stored, List<LiveSeries> series) {

  /** No watermark. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Copies the list. */
  public LiveBatch {
    series = List.copyOf(series);
  }
}
