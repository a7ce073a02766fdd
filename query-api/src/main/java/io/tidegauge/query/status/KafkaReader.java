package io.tidegauge.query.status;

import io.tidegauge.query.status.KafkaReading.Ends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka how far topics and groups are: four questions a round, all partitions and groups in
 * one each. Waits for the answers, a bounded time. Not thread-safe.
 */
final class KafkaReader implements AutoCloseable {

  /** A broker that is away is tried this often, and each time is a line in the log. */
  static final long RECONNECT_MILLIS = 5_000;

  private final String bootstrapServers;
  private final Duration patience;
  private final Map<PipelineConsumer, String> groups;
  private @Nullable Admin admin;

  /**
   * A reader that is not connected yet.
   *
   * @param patience how long all answers of a round may take together
   * @param groups of the consumers that are asked about
   */
  KafkaReader(String bootstrapServers, Duration patience, Map<PipelineConsumer, String> groups) {
    this.bootstrapServers = bootstrapServers;
    this.patience = patience;
    this.groups = new EnumMap<>(groups);
    this.groups.remove(PipelineConsumer.LIVE);
  }

  /** One round. */
  KafkaReading read() throws KafkaAwayException, InterruptedException {
    try {
      return new Round(admin(), System.nanoTime() + patience.toNanos()).read();
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new KafkaAwayException(e);
    }
  }

  private Admin admin() {
    Admin open = admin;
    if (open == null) {
      int millis = Math.toIntExact(patience.toMillis());
      open =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                  bootstrapServers,
                  AdminClientConfig.CLIENT_ID_CONFIG,
                  "tidegauge-status",
                  AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                  RECONNECT_MILLIS,
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  millis,
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                  millis));
      admin = open;
    }
    return open;
  }

  @Override
  public void close() {
    Admin open = admin;
    if (open != null) {
      open.close(Duration.ofMillis(500));
    }
  }

  /** One round: all is asked for at once, what depends on nothing, and then waited for. */
  private final class Round {

    private final Admin kafka;
    private final long deadline;
    private final List<Reason> problems = new ArrayList<>();

    Round(Admin kafka, long deadline) {
      this.kafka = kafka;
      this.deadline = deadline;
    }

    KafkaReading read() throws ExecutionException, TimeoutException, InterruptedException {
      DescribeTopicsResult described =
          kafka.describeTopics(Arrays.stream(PipelineTopic.values()).map(t -> t.topic()).toList());
      ListConsumerGroupOffsetsResult offsets =
          kafka.listConsumerGroupOffsets(
              groups.values().stream()
                  .distinct()
                  .collect(
                      Collectors.toMap(
                          group -> group, group -> new ListConsumerGroupOffsetsSpec())));
      Map<PipelineTopic, List<Ends>> topics = ends(partitions(described));
      return new KafkaReading(topics, committed(offsets), problems);
    }

    private Map<PipelineTopic, List<TopicPartition>> partitions(DescribeTopicsResult described)
        throws ExecutionException, TimeoutException, InterruptedException {
      Map<PipelineTopic, List<TopicPartition>> found = new EnumMap<>(PipelineTopic.class);
      Map<String, KafkaFuture<TopicDescription>> answers = described.topicNameValues();
      for (PipelineTopic topic : PipelineTopic.values()) {
        KafkaFuture<TopicDescription> answer = answers.get(topic.topic());
        if (answer == null) {
          continue;
        }
        try {
          found.put(
              topic,
              within(answer).partitions().stream()
                  .map(one -> new TopicPartition(topic.topic(), one.partition()))
                  .toList());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof UnknownTopicOrPartitionException) {
            problems.add(Reason.topicMissing(topic.topic()));
          } else if (e.getCause() instanceof AuthorizationException) {
            problems.add(Reason.topicForbidden(topic.topic()));
          } else {
            throw e;
          }
        }
      }
      return found;
    }

    private Map<PipelineTopic, List<Ends>> ends(Map<PipelineTopic, List<TopicPartition>> topics)
        throws ExecutionException, TimeoutException, InterruptedException {
      Map<TopicPartition, OffsetSpec> first = new HashMap<>();
      Map<TopicPartition, OffsetSpec> last = new HashMap<>();
      for (List<TopicPartition> partitions : topics.values()) {
        for (TopicPartition partition : partitions) {
          first.put(partition, OffsetSpec.earliest());
          last.put(partition, OffsetSpec.latest());
        }
      }
      if (first.isEmpty()) {
        return Map.of();
      }
      ListOffsetsResult begins = kafka.listOffsets(first);
      ListOffsetsResult ends = kafka.listOffsets(last);
      Map<PipelineTopic, List<Ends>> found = new EnumMap<>(PipelineTopic.class);
      for (Map.Entry<PipelineTopic, List<TopicPartition>> topic : topics.entrySet()) {
        List<Ends> ofTopic = new ArrayList<>();
        int unread = 0;
        for (TopicPartition partition : topic.getValue()) {
          try {
            ofTopic.add(
                new Ends(
                    partition.partition(),
                    within(begins.partitionResult(partition)).offset(),
                    within(ends.partitionResult(partition)).offset()));
          } catch (ExecutionException | TimeoutException e) {
            unread++;
          }
        }
        if (unread > 0) {
          problems.add(
              Reason.partitionsSilent(topic.getKey().topic(), unread, topic.getValue().size()));
        }
        found.put(topic.getKey(), ofTopic);
      }
      if (found.values().stream().allMatch(List::isEmpty)) {
        throw new TimeoutException("no partition said how far it is");
      }
      return found;
    }

    private Map<PipelineConsumer, Map<Integer, Long>> committed(
        ListConsumerGroupOffsetsResult offsets)
        throws ExecutionException, TimeoutException, InterruptedException {
      Map<PipelineConsumer, Map<Integer, Long>> found = new EnumMap<>(PipelineConsumer.class);
      for (Map.Entry<PipelineConsumer, String> group : groups.entrySet()) {
        try {
          found.put(
              group.getKey(),
              ofTopic(
                  within(offsets.partitionsToOffsetAndMetadata(group.getValue())),
                  group.getKey().topic().topic()));
        } catch (ExecutionException e) {
          if (e.getCause() instanceof GroupIdNotFoundException) {
            found.put(group.getKey(), Map.of());
          } else if (e.getCause() instanceof AuthorizationException) {
            problems.add(Reason.groupForbidden(group.getValue()));
          } else {
            throw e;
          }
        }
      }
      return found;
    }

    private static Map<Integer, Long> ofTopic(
        Map<TopicPartition, OffsetAndMetadata> committed, String topic) {
      Map<Integer, Long> offsets = new HashMap<>();
      committed.forEach(
          (partition, offset) -> {
            if (partition.topic().equals(topic) && offset != null) {
              offsets.put(partition.partition(), offset.offset());
            }
          });
      return offsets;
    }

    private <T> T within(KafkaFuture<T> answer)
        throws ExecutionException, TimeoutException, InterruptedException {
      return answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }
}
