package io.tidegauge.processor.topology;

import io.tidegauge.contract.topic.FetchSize;
import io.tidegauge.contract.topic.RequestTimeout;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.processor.config.InstallationProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams that follow from ours, each with its reason. */
final class StreamsSettings {

  private StreamsSettings() {}

  static Map<String, Object> of(
      InstallationProperties installation, ProcessorProperties processor, String instanceId) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, processor.applicationId());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, installation.kafka().bootstrapServers());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, processor.stateDir().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, processor.threads());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, processor.standbys());
    settings.put(
        StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) installation.kafka().replicationFactor());

    // State, rollups and offsets are one transaction.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, processor.commitInterval().toMillis());
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) processor.transactionTimeout().toMillis());

    // A silent process loses its partitions after this; one that restarts takes its own back at
    // once, as it is a static member.
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) processor.sessionTimeout().toMillis());
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        (int) Math.max(100, processor.sessionTimeout().toMillis() / 4));
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
    settings.put(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG, RequestTimeout.MILLIS);

    // Samples never wait for revisions, nor the other way round: their order does not matter.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);

    // A record holds about a thousand samples: few of them are plenty.
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 200);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 200);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
        FetchSize.MAX_BYTES);
    settings.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 10_000);

    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        TopicSpec.MAX_RECORD_BYTES);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 64L * 1024 * 1024);
    return settings;
  }
}
