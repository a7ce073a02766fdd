package io.tidegauge.processor.sink.testing;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Rollups of a tenant {@code acme}. */
public final class Rollups {

  private Rollups() {}

  /** A rollup of one sample a second with these values. */
  public static Rollup of(
      Window window, long start, RollupVersion version, Rollup.State state, double... values) {
    Aggregate aggregate = new Aggregate();
    for (int i = 0; i < values.length; i++) {
      aggregate.add(start + i * 1000L, values[i], false);
    }
    return new Rollup(window, start, version, state, aggregate);
  }

  public static SeriesId series(Labels labels) {
    return SeriesHasher.of("acme", labels);
  }

  /** The record of a gauge's rollup. */
  public static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, Labels labels, Rollup rollup) {
    return record(
        topic,
        partition,
        new RollupRecord.OfSeries(
            "acme", series(labels), labels.metric(), MetricKind.GAUGE, rollup));
  }

  public static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, RollupRecord record) {
    ProtoWriter out = new ProtoWriter(256);
    record.write(out);
    return new ProducerRecord<>(topic, partition, record.key(), out.toByteArray());
  }
}
