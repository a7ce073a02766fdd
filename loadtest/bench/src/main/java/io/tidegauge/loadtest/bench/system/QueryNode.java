package io.tidegauge.loadtest.bench.system;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.measure.ProcessClock;
import io.tidegauge.loadtest.jvm.ReachableHeap;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Tidegauge's query node with a broker. What the processor says of a series on the live topic is an
 * event of its feed: each feed is one series. It has no stores, which live feeds do without.
 */
public final class QueryNode implements FanOut {

  static final String MAIN_CLASS = "io.tidegauge.query.QueryApplication";
  private static final String TENANT = "bench";
  private static final int PARTITIONS = 4;
  private static final int EPOCH = 1;

  /** Above the rate of events, so that none is left out for a later one. */
  private static final int MAX_RATE = 10;

  private final Broker broker;
  private final HttpServer node;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final InstantSource clock = InstantSource.system();
  private final List<Feed> feeds = new ArrayList<>();

  /** A feed, and the partition that its series is in. */
  private record Feed(Labels labels, SeriesId id, int partition) {}

  private QueryNode(Broker broker, HttpServer node, int feeds) {
    this.broker = broker;
    this.node = node;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0, "acks", "1"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    for (int feed = 0; feed < feeds; feed++) {
      Labels labels = Labels.of("feed_" + feed);
      SeriesId id = SeriesHasher.of(TENANT, labels);
      this.feeds.add(new Feed(labels, id, Topics.partition(id.low(), PARTITIONS)));
    }
  }

  /**
   * Starts both in new directories, and returns when the node is ready.
   *
   * @param feeds how many there can be
   * @throws EngineException where one does not start
   */
  public static QueryNode start(Path directory, TidegaugeOptions options, int feeds)
      throws InterruptedException {
    Broker broker = Broker.start(directory, options.broker());
    try {
      makeTopic(broker);
      Map<String, String> settings = new HashMap<>();
      settings.put("tidegauge.kafka.bootstrap-servers", broker.bootstrapServers());
      settings.put("tidegauge.query.live.subscribers", "20000");
      settings.put("tidegauge.query.guard.max-connections", "25000");
      settings.putAll(options.settings());
      return new QueryNode(
          broker,
          new JavaProcess("query", MAIN_CLASS, options.query(), settings).start(directory),
          feeds);
    } catch (RuntimeException | InterruptedException e) {
      broker.close();
      throw e;
    }
  }

  private static void makeTopic(Broker broker) throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(Topics.LIVE, PARTITIONS, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new EngineException("the live topic cannot be made", e);
    }
  }

  @Override
  public String name() {
    return "Tidegauge";
  }

  @Override
  public String version() {
    return Versions.tidegauge();
  }

  @Override
  public Map<String, Long> processes() {
    return Map.of("query", node.pid());
  }

  @Override
  public Map<String, Long> others() {
    return Map.of("broker", broker.pid());
  }

  @Override
  public InetSocketAddress address() {
    return node.address();
  }

  @Override
  public String path(int feed) {
    return "/api/v1/live/stream?window=5m&maxRate=" + MAX_RATE + "&metric=feed_" + feed;
  }

  @Override
  public String tenant() {
    return TENANT;
  }

  @Override
  public void publish(int feed, int number) {
    Feed one = feeds.get(feed);
    long now = clock.millis();
    LiveSeries series =
        new LiveSeries(
            one.id(), one.labels(), MetricKind.GAUGE, number, now, number, false, List.of());
    LiveBatch batch = new LiveBatch(TENANT, EPOCH, number, now, LiveBatch.UNKNOWN, List.of(series));
    producer.send(
        new ProducerRecord<>(Topics.LIVE, one.partition(), null, LiveCodec.encode(batch)),
        (there, why) -> {
          if (why != null) {
            failure.compareAndSet(null, why.toString());
          }
        });
  }

  @Override
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Its heap is touched at the start: what is resident grows by what is beside the heap only. */
  @Override
  public long memory() throws InterruptedException {
    return new ProcessClock(processes()).resident() + ReachableHeap.bytes(node.pid());
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    node.process().close();
    broker.close();
  }
}
