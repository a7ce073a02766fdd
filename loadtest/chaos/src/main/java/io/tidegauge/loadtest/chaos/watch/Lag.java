package io.tidegauge.loadtest.chaos.watch;

import io.tidegauge.contract.topic.Topics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far the readers of the topics are behind, in records. */
public final class Lag implements AutoCloseable {

  private static final int ANSWER_MILLIS = 5_000;

  /** Who reads what. */
  private enum Reader {
    WINDOWS("tidegauge-processor", Topics.SAMPLES),
    RAW("tidegauge-raw-sink", Topics.SAMPLES),
    REVISIONS("tidegauge-processor", Topics.REVISIONS),
    ROLLUPS("tidegauge-rollups-sink", Topics.ROLLUPS);

    private final String group;
    private final String topic;

    Reader(String group, String topic) {
      this.group = group;
      this.topic = topic;
    }
  }

  private final Admin admin;
  private final int partitions;

  /** Of a cluster's topics. */
  public Lag(String bootstrapServers, int partitions) {
    this.partitions = partitions;
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS));
  }

  /**
   * Where a reader is, in records of all partitions.
   *
   * @param end of the topic
   * @param read up to where it is done
   */
  public record Position(long end, long read) {
    /** How far it is behind. */
    public long lag() {
      return end - read;
    }
  }

  /** The lag of each reader, by a word for it; empty while Kafka does not answer. */
  public Map<String, Long> now() throws InterruptedException {
    Map<String, Long> lags = new LinkedHashMap<>();
    positions().forEach((reader, position) -> lags.put(reader, position.lag()));
    return lags;
  }

  /** Where each reader is, by a word for it; empty while Kafka does not answer. */
  public Map<String, Position> positions() throws InterruptedException {
    Map<String, Position> found = new LinkedHashMap<>();
    try {
      Map<TopicPartition, Long> ends = ends();
      for (Reader reader : Reader.values()) {
        Map<TopicPartition, OffsetAndMetadata> positions =
            admin
                .listConsumerGroupOffsets(reader.group)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        long ended = 0;
        long read = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
          if (end.getKey().topic().equals(reader.topic)) {
            OffsetAndMetadata position = positions.get(end.getKey());
            ended += end.getValue();
            read += position == null ? 0 : position.offset();
          }
        }
        found.put(reader.name().toLowerCase(java.util.Locale.ROOT), new Position(ended, read));
      }
    } catch (ExecutionException | TimeoutException kafkaIsBeingHurt) {
      return Map.of();
    }
    return found;
  }

  private Map<TopicPartition, Long> ends()
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (String topic : List.of(Topics.SAMPLES, Topics.ROLLUPS, Topics.REVISIONS)) {
      for (int partition = 0; partition < partitions; partition++) {
        asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    ListOffsetsResult result =
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    result
        .all()
        .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  @Override
  public void close() {
    admin.close(java.time.Duration.ofSeconds(2));
  }
}
