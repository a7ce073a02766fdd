package io.tidegauge.processor.topology;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.state.EngineStoreBuilder;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** Samples in, rollups and rejects out; one task per partition. */
final class WindowTopology {

  static final String ROLLUPS = "rollups";
  static final String REJECTS = "rejects";
  private static final String SAMPLES = "samples";
  private static final String WINDOWS = "windows";

  private WindowTopology() {}

  static Topology of(
      ProcessorSupplier<byte[], byte[], OutputKey, byte[]> processors, EngineStoreBuilder store) {
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            SAMPLES,
            new AppendTime(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topics.SAMPLES)
        .addProcessor(WINDOWS, processors, SAMPLES)
        .addStateStore(store, WINDOWS)
        .addSink(
            ROLLUPS,
            Topics.ROLLUPS,
            new OutputKey.KeySerializer(),
            new ByteArraySerializer(),
            new OutputKey.Partitioner(),
            WINDOWS)
        .addSink(
            REJECTS,
            Topics.REJECTS,
            new OutputKey.KeySerializer(),
            new ByteArraySerializer(),
            new OutputKey.Partitioner(),
            WINDOWS);
  }
}
