package io.tidegauge.processor.sink.raw;

import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.processor.samples.SamplesHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which numbered batch of observations a record is, as 64 bits: whoever reads raw samples leaves
 * out a batch that was sent again, as the windows do. It is compared among samples of one series
 * and timestamp only, so that two batches of the same hash do no harm elsewhere.
 */
public final class BatchId {

  /** Of records that are no numbered batch. */
  static final long NONE = 0;

  private BatchId() {}

  /** The hash of producer, epoch and sequence; {@link #NONE} where there is no producer. */
  public static long of(SamplesHeaders headers) {
    if (headers.producer().isEmpty()) {
      return NONE;
    }
    byte[] producer = headers.producer().getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(producer.length + 2 * Long.BYTES)
            .put(producer)
            .putLong(headers.epoch())
            .putLong(headers.sequence())
            .array();
    SeriesHasher hasher = new SeriesHasher();
    hasher.hash(all, 0, all.length);
    return hasher.low() == NONE ? 1 : hasher.low();
  }
}
