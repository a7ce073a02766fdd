package io.tidegauge.ingest.publish;

import io.tidegauge.contract.topic.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics that the gateway writes, where they are absent, and then checks them. Tries
 * again until Kafka is there, on a thread of its own; the gateway answers as unavailable until
 * then.
 */
public final class TopicMaker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TopicMaker.class);
  private static final long PAUSE_MILLIS = 500;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final Duration EXPECTED = Duration.ofSeconds(10);

  private final String bootstrapServers;
  private final List<TopicSpec> specs;
  private final Runnable whenReady;
  private final Thread thread;
  private volatile boolean ready;
  private volatile String problem = "the topics were not looked at yet";
  private final long began = System.nanoTime();
  private String complaint = "";

  /** Starts in the background; {@code whenReady} runs once, when all topics are there. */
  public TopicMaker(String bootstrapServers, List<TopicSpec> specs, Runnable whenReady) {
    this.bootstrapServers = bootstrapServers;
    this.specs = List.copyOf(specs);
    this.whenReady = whenReady;
    this.thread = Thread.ofPlatform().daemon().name("tidegauge-topics").start(this::run);
  }

  /** Whether all topics are there and as they must be. */
  public boolean ready() {
    return ready;
  }

  /** What is in the way, while not ready. */
  public String problem() {
    return problem;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.CLIENT_ID_CONFIG, "tidegauge-ingest-topics",
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      while (!attempt(admin)) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the thread ends here
    }
  }

  private boolean attempt(Admin admin) throws InterruptedException {
    try {
      for (TopicSpec spec : specs) {
        make(admin, spec);
      }
      check(admin);
      awaitLeaders(admin);
      whenReady.run();
      ready = true;
      log.info("topics are ready: {}", specs.stream().map(TopicSpec::name).toList());
      return true;
    } catch (ExecutionException | RuntimeException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      problem = String.valueOf(cause.getMessage());
      complain(cause);
      return false;
    }
  }

  /** Brokers learn of a topic that was made a moment ago one after the other. */
  private void complain(Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException && justBegan()) {
      log.debug("topics are not known everywhere yet: {}", problem);
    } else if (!problem.equals(complaint)) {
      log.warn("topics are not ready, trying again: {}", problem);
      complaint = problem;
    }
  }

  private static void make(Admin admin, TopicSpec spec)
      throws InterruptedException, ExecutionException {
    NewTopic topic =
        new NewTopic(
                spec.name(), Optional.of(spec.partitions()), Optional.of(spec.replicationFactor()))
            .configs(spec.config());
    try {
      admin.createTopics(List.of(topic)).all().get();
      log.info("made topic {} with {} partitions", spec.name(), spec.partitions());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void check(Admin admin) throws InterruptedException, ExecutionException {
    Map<String, TopicDescription> found =
        admin
            .describeTopics(specs.stream().map(TopicSpec::name).collect(Collectors.toList()))
            .allTopicNames()
            .get();
    for (TopicSpec spec : specs) {
      TopicDescription topic = found.get(spec.name());
      int partitions = topic == null ? 0 : topic.partitions().size();
      if (partitions != spec.partitions()) {
        throw new IllegalStateException(
            "topic "
                + spec.name()
                + " has "
                + partitions
                + " partitions instead of "
                + spec.partitions()
                + "; set tidegauge.partitions to what the topic was made with");
      }
    }
  }

  /**
   * A producer that is earlier than a new topic's leader may have its first batch refused and the
   * next one taken, after which the first is out of order until its delivery times out. A partition
   * that stays without a leader keeps no other from being written to.
   */
  private void awaitLeaders(Admin admin) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicSpec spec : specs) {
      for (int partition = 0; partition < spec.partitions(); partition++) {
        ends.put(new TopicPartition(spec.name(), partition), OffsetSpec.latest());
      }
    }
    try {
      admin.listOffsets(ends).all().get();
    } catch (ExecutionException e) {
      if (justBegan()) {
        throw e;
      }
      log.warn("not all partitions have a leader: {}", String.valueOf(e.getMessage()));
    }
  }

  private boolean justBegan() {
    return System.nanoTime() - began < EXPECTED.toNanos();
  }
}
