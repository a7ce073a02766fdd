package io.tidegauge.processor.config;

import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.contract.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that the processor reads and writes, where they are absent. */
public final class TopicCreator {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCreator.class);
  private static final int WAIT_SECONDS = 60;

  private final InstallationProperties installation;

  /** For the topics of an installation. */
  public TopicCreator(InstallationProperties installation) {
    this.installation = installation;
  }

  /**
   * Makes what is absent, and checks that the samples topic has as many partitions as configured.
   * Blocks until Kafka answers, and the leader of each partition does.
   *
   * @throws IllegalStateException where Kafka does not answer, or the topic has other partitions
   */
  public void create() throws InterruptedException {
    int partitions = installation.partitions();
    short replication = installation.kafka().replicationFactor();
    List<TopicSpec> specs =
        List.of(
            TopicSpec.samples(partitions, replication, installation.rawRetention()),
            TopicSpec.rollups(partitions, replication),
            TopicSpec.revisions(partitions, replication),
            TopicSpec.live(partitions, replication),
            TopicSpec.rejects(replication));
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                installation.kafka().bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                WAIT_SECONDS * 1000))) {
      create(admin, specs);
      requirePartitions(admin, specs);
      awaitLeaders(admin, specs);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the topics cannot be made on "
              + installation.kafka().bootstrapServers()
              + "; start Kafka there, or set tidegauge.kafka.bootstrap-servers",
          e);
    }
  }

  private static void create(Admin admin, List<TopicSpec> specs)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, KafkaFuture<Void>> results =
        admin.createTopics(specs.stream().map(TopicCreator::newTopic).toList()).values();
    for (Map.Entry<String, KafkaFuture<Void>> result : results.entrySet()) {
      try {
        result.getValue().get(WAIT_SECONDS, TimeUnit.SECONDS);
        LOG.info("made topic {}", result.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static NewTopic newTopic(TopicSpec spec) {
    return new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor())
        .configs(spec.config());
  }

  /** A series' partition depends on their number, so all partitioned topics must agree. */
  private static void requirePartitions(Admin admin, List<TopicSpec> specs)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<TopicSpec> partitioned =
        specs.stream().filter(spec -> !spec.name().equals(Topics.REJECTS)).toList();
    Map<String, TopicDescription> descriptions =
        describe(admin, partitioned.stream().map(TopicSpec::name).toList());
    for (TopicSpec spec : partitioned) {
      int actual = Objects.requireNonNull(descriptions.get(spec.name())).partitions().size();
      if (actual != spec.partitions()) {
        throw new IllegalStateException(
            "topic "
                + spec.name()
                + " has "
                + actual
                + " partitions but tidegauge.partitions is "
                + spec.partitions()
                + "; they are fixed for the life of a topic, set tidegauge.partitions to "
                + actual);
      }
    }
  }

  /**
   * A producer that is earlier than a new topic's leader may have its first batch refused and the
   * next one taken, after which the first is out of order until its delivery times out.
   */
  private static void awaitLeaders(Admin admin, List<TopicSpec> specs)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicSpec spec : specs) {
      if (spec.name().equals(Topics.REJECTS)) {
        continue; // may have been made with another number of partitions
      }
      for (int partition = 0; partition < spec.partitions(); partition++) {
        ends.put(new TopicPartition(spec.name(), partition), OffsetSpec.latest());
      }
    }
    admin.listOffsets(ends).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** A topic that was made a moment ago is not known to the broker at once. */
  private static Map<String, TopicDescription> describe(Admin admin, List<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    long start = System.nanoTime();
    while (true) {
      try {
        return admin.describeTopics(topics).allTopicNames().get(WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(WAIT_SECONDS)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }
}
