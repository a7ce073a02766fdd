package io.tidegauge.processor.topology;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.state.EngineStoreBuilder;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * Samples and revised windows in; rollups, requests for revisions and rejects out. One task per
 * partition: all topics but the rejects are partitioned alike.
 */
final class WindowTopology {

  static final String ROLLUPS = "rollups";
  static final String REJECTS = "rejects";
  static final String REQUESTS = "requests";
  private static final String SAMPLES = "samples";
  private static final String REVISIONS = "revisions";
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
        .addSource(
            AutoOffsetReset.earliest(),
            REVISIONS,
            new AppendTime(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topics.REVISIONS)
        .addProcessor(WINDOWS, processors, SAMPLES, REVISIONS)
        .addStateStore(store, WINDOWS)
        .addSink(
            ROLLUPS,
            Topics.ROLLUPS,
            new OutputKey.KeySerializer(),
            new ByteArraySerializer(),
            new OutputKey.Partitioner(),
            WINDOWS)
        .addSink(
            REQUESTS,
            Topics.REVISIONS,
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
