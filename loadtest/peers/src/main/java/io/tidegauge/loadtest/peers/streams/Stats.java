package io.tidegauge.loadtest.peers.streams;

import io.tidegauge.loadtest.peers.WindowRecord;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What is kept of a window. */
record Stats(long count, double sum, double least, double largest, double last) {

  /** Of no sample. */
  static final Stats NONE =
      new Stats(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);

  Stats with(double value) {
    return new Stats(
        count + 1, sum + value, Math.min(least, value), Math.max(largest, value), value);
  }

  /** As {@link WindowRecord} writes it. */
  static Serde<Stats> serde() {
    return Serdes.serdeFrom(
        (topic, stats) ->
            WindowRecord.value(
                stats.count(), stats.sum(), stats.least(), stats.largest(), stats.last()),
        (topic, bytes) -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          return new Stats(
              buffer.getLong(),
              buffer.getDouble(),
              buffer.getDouble(),
              buffer.getDouble(),
              buffer.getDouble());
        });
  }
}
