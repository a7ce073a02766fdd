package io.tidegauge.query.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.contract.topic.FetchSize;
import io.tidegauge.contract.topic.RequestTimeout;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import io.tidegauge.query.config.InstallationProperties;
import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.live.LiveState.Outcome;
import io.tidegauge.query.metadata.SeenServers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Reads all partitions of the live topic from a {@link RestartPoint}, on a thread of its own, into
 * a {@link LiveState}. The state is ready once everything that was on the topic at the start has
 * been read. While Kafka is away the state stays as it is.
 */
@Component
public final class LiveFeed implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration EXPECTED = Duration.ofSeconds(15);
  private static final Duration CLOSING = Duration.ofMillis(500);

  private final InstallationProperties installation;
  private final LiveProperties limits;
  private final SeenServers seen;
  private final Counter malformed;
  private final Sinks.One<LiveState> ready = Sinks.one();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Sinks.Empty<Void> stopped = Sinks.empty();
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile @Nullable Admin admin;
  private volatile @Nullable LiveState state;
  private volatile @Nullable Thread thread;

  LiveFeed(
      InstallationProperties installation,
      LiveProperties limits,
      SeenServers seen,
      MeterRegistry meters) {
    this.installation = installation;
    this.limits = limits;
    this.seen = seen;
    this.malformed =
        Counter.builder("tidegauge.query.live.malformed")
            .description("Records of the live topic that could not be read")
            .register(meters);
    register(meters);
  }

  /** The state; null until it is ready. */
  public @Nullable LiveState ready() {
    return state;
  }

  /** The state, once it is ready. */
  public Mono<LiveState> whenReady() {
    return Mono.defer(
        () -> {
          LiveState now = state; // another one after the topic was made anew
          return now == null ? ready.asMono() : Mono.just(now);
        });
  }

  @Override
  public void start() {
    Thread started = new Thread(this::run, "live-feed");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /**
   * Completes when the node is to stop, before its web server does: streams that have no end of
   * their own are to end then, or the server waits for them.
   */
  Mono<Void> stopped() {
    return stopped.asMono();
  }

  /** After readiness is false, and before the web server waits for what is being answered. */
  @Override
  public void stop() {
    stop.countDown();
    stopped.tryEmitEmpty();
    KafkaConsumer<byte[], byte[]> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    Admin asking = admin;
    if (asking != null) {
      asking.close(Duration.ZERO);
    }
    Thread running = thread;
    if (running != null) {
      try {
        running.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    boolean complained = false;
    long began = System.nanoTime();
    while (stop.getCount() > 0) {
      try {
        read();
      } catch (WakeupException e) {
        LOG.debug("Told to stop");
      } catch (RuntimeException | ExecutionException e) {
        // On the first start the processor makes the topic at about the same time.
        if (e.getCause() instanceof UnknownTopicOrPartitionException
            && System.nanoTime() - began < EXPECTED.toNanos()) {
          LOG.debug("{} is not there yet", Topics.LIVE);
          pause();
          continue;
        }
        if (!complained) {
          LOG.warn(
              "Cannot read {} from {}, trying again every second: {}",
              Topics.LIVE,
              installation.kafka().bootstrapServers(),
              e.getMessage());
        }
        complained = true;
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void pause() {
    try {
      stop.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  private void read() throws ExecutionException, InterruptedException {
    Admin asking = Admin.create(adminConfig());
    admin = asking;
    try (KafkaConsumer<byte[], byte[]> reading = new KafkaConsumer<>(consumerConfig())) {
      consumer = reading;
      if (stop.getCount() == 0) {
        return; // stop() may have looked for these two before they were there
      }
      TopicDescription topic = describe(asking);
      List<TopicPartition> partitions =
          topic.partitions().stream()
              .map(p -> new TopicPartition(Topics.LIVE, p.partition()))
              .toList();
      String tag = Integer.toUnsignedString(topic.topicId().hashCode(), 36);
      RestartPoint restart = new RestartPoint(asking, tag, partitions);
      LiveState known = state;
      reading.assign(partitions);
      if (known != null
          && known.isOf(tag, partitions.size())
          && isThere(known.position(), reading)) {
        Position position = known.position(); // after a failure: where it stopped
        partitions.forEach(p -> reading.seek(p, position.next(p.partition())));
        readInto(known, reading, Map.of(), restart);
      } else {
        LiveState empty =
            new LiveState(tag, partitions.size(), limits, installation.grace(), seen::seen);
        Map<TopicPartition, Long> from = restart.read();
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
        begin(empty, reading, from, ends);
        readInto(empty, reading, ends, restart);
      }
    } finally {
      consumer = null;
      admin = null;
      asking.close(CLOSING); // what a Kafka that is away still owes it is not waited for
    }
  }

  /** Whether the topic still has all from a position on. */
  private static boolean isThere(Position position, KafkaConsumer<byte[], byte[]> reading) {
    Map<TopicPartition, Long> ends = reading.endOffsets(reading.assignment());
    return reading.beginningOffsets(reading.assignment()).entrySet().stream()
        .allMatch(
            begin -> {
              long next = position.next(begin.getKey().partition());
              return begin.getValue() <= next && next <= ends.getOrDefault(begin.getKey(), next);
            });
  }

  /** Where others said, or where the topic begins. */
  private static void begin(
      LiveState empty,
      KafkaConsumer<byte[], byte[]> reading,
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends) {
    reading
        .beginningOffsets(reading.assignment())
        .forEach(
            (partition, first) -> {
              long said = from.getOrDefault(partition, first);
              boolean there = said >= first && said <= ends.getOrDefault(partition, first);
              long offset = there ? said : first;
              reading.seek(partition, offset);
              empty.beginsAt(partition.partition(), offset);
            });
  }

  private void readInto(
      LiveState to,
      KafkaConsumer<byte[], byte[]> reading,
      Map<TopicPartition, Long> ends,
      RestartPoint restart) {
    while (stop.getCount() > 0) {
      ConsumerRecords<byte[], byte[]> records = reading.poll(POLL);
      records.forEach(record -> apply(to, record));
      if (state != to && caughtUp(reading, ends)) {
        publish(to);
      }
      if (state == to) {
        restart.writeIfDue(to);
      }
    }
  }

  private static boolean caughtUp(
      KafkaConsumer<byte[], byte[]> reading, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(e -> reading.position(e.getKey()) >= e.getValue());
  }

  private void publish(LiveState fresh) {
    LiveState before = state;
    state = fresh;
    ready.tryEmitValue(fresh);
    if (before != null) {
      before.replace();
    }
    LOG.info("Live state is ready: {} series at {}", fresh.size(), fresh.position());
  }

  private void apply(LiveState to, ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) { // somebody wrote it by hand
      malformed.increment();
      to.passed(record.partition(), record.offset());
      return;
    }
    try {
      to.apply(record.partition(), record.offset(), value);
    } catch (MalformedRecordException e) {
      malformed.increment();
      to.passed(record.partition(), record.offset());
      LOG.debug("Record {}-{} cannot be read", record.partition(), record.offset(), e);
    }
  }

  private static TopicDescription describe(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(Topics.LIVE))
        .allTopicNames()
        .get()
        .values()
        .iterator()
        .next();
  }

  private Map<String, Object> adminConfig() {
    return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, installation.kafka().bootstrapServers());
  }

  private Map<String, Object> consumerConfig() {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        installation.kafka().bootstrapServers(),
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        // What was read of a topic that has lost its place is not to be gone on with.
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none",
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false,
        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
        FetchSize.MAX_BYTES,
        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        RequestTimeout.MILLIS);
  }

  /** Of whichever state there is: another one takes its place where the topic is made anew. */
  private void register(MeterRegistry meters) {
    Gauge.builder("tidegauge.query.live.series", this, feed -> feed.figure(LiveState::size))
        .description("Series in memory")
        .register(meters);
    for (Outcome outcome : Outcome.values()) {
      FunctionCounter.builder(
              "tidegauge.query.live.entries",
              this,
              feed -> feed.figure(known -> known.outcomes(outcome)))
          .description("Entries of the live topic by what became of them")
          .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    FunctionCounter.builder(
            "tidegauge.query.live.windows.dropped",
            this,
            feed -> feed.figure(LiveState::droppedWindows))
        .description("Windows given up because a series had too many that were not stored")
        .register(meters);
    Gauge.builder("tidegauge.query.live.ended", this, feed -> feed.figure(LiveState::ended))
        .description("Ended series that are remembered")
        .register(meters);
  }

  private double figure(ToDoubleFunction<LiveState> of) {
    LiveState known = state;
    return known == null ? 0 : of.applyAsDouble(known);
  }
}
