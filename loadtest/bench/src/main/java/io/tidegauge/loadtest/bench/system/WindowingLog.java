package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.EngineException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with the same samples twice: as the gateway writes them, many to a record, and for
 * the peers one to a record. Thread-safe.
 */
public final class WindowingLog implements AutoCloseable {

  /** What the peers read: key is the low half of the series' id, value the float64. */
  static final String SINGLE_SAMPLES = "bench.samples";

  /** Kept from one round to the next; all others are of a round. */
  private static final Set<String> INPUTS = Set.of(Topics.SAMPLES, SINGLE_SAMPLES);

  private static final long PATIENCE_SECONDS = Duration.ofMinutes(1).toSeconds();

  private final Broker broker;
  private final Admin admin;
  private final int partitions;

  private WindowingLog(Broker broker, Admin admin, int partitions) {
    this.broker = broker;
    this.admin = admin;
    this.partitions = partitions;
  }

  /**
   * Starts the broker in a new directory.
   *
   * @param partitions of each topic of samples
   * @throws EngineException where it does not start
   */
  public static WindowingLog start(Path directory, ServiceOptions options, int partitions)
      throws InterruptedException {
    Broker broker = Broker.start(directory, options.broker());
    Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    return new WindowingLog(broker, admin, partitions);
  }

  /** Where Kafka is. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The broker's process. */
  public long pid() {
    return broker.pid();
  }

  int partitions() {
    return partitions;
  }

  /** Bytes of both topics of samples. */
  public Map<String, Long> bytes() {
    return new TreeMap<>(INPUTS.stream().collect(Collectors.toMap(topic -> topic, broker::bytes)));
  }

  /** Makes a topic that keeps everything, whatever the timestamps. */
  void create(String topic) throws InterruptedException {
    NewTopic made =
        new NewTopic(topic, partitions, (short) 1).configs(Map.of("retention.ms", "-1"));
    get("topic " + topic + " was not made", () -> admin.createTopics(List.of(made)).all().get());
  }

  /** Makes the topic of single samples. */
  public void createSingleSamples() throws InterruptedException {
    create(SINGLE_SAMPLES);
  }

  /** Deletes every topic but those of samples: what systems wrote, and their changelogs. */
  public void deleteOutputs() throws InterruptedException {
    get(
        "the topics of the round were not deleted",
        () -> {
          Set<String> all = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
          List<String> outputs = all.stream().filter(name -> !INPUTS.contains(name)).toList();
          return admin.deleteTopics(outputs).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        });
  }

  /** Whether a group has committed all that is in a topic. */
  boolean isDone(String group, String topic) throws InterruptedException {
    Map<TopicPartition, Long> ends = ends(topic);
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(
            "the offsets of " + group + " cannot be read",
            () ->
                admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    return ends.entrySet().stream()
        .allMatch(end -> end.getValue() == 0 || reaches(committed.get(end.getKey()), end));
  }

  private static boolean reaches(
      @Nullable OffsetAndMetadata committed, Map.Entry<TopicPartition, Long> end) {
    return committed != null && committed.offset() >= end.getValue();
  }

  private Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    IntStream.range(0, partitions)
        .forEach(p -> asked.put(new TopicPartition(topic, p), OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        get(
            "the end of " + topic + " cannot be read",
            () -> admin.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    ends.forEach((partition, end) -> offsets.put(partition, end.offset()));
    return offsets;
  }

  /** A question to Kafka. */
  private interface Question<T extends @Nullable Object> {
    T ask() throws Exception;
  }

  private static <T extends @Nullable Object> T get(String failure, Question<T> question)
      throws InterruptedException {
    try {
      return question.ask();
    } catch (InterruptedException e) {
      throw e;
    } catch (ExecutionException e) {
      throw new EngineException(failure + ": " + e.getCause(), e);
    } catch (Exception e) {
      throw new EngineException(failure + ": " + e, e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
    broker.close();
  }
}
