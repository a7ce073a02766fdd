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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tidegauge's query node with a broker. What the processor says of a series on the live topic is an
 * event of its feed: each feed is one series. As the processor does it, all that has changed in a
 * partition at one moment is one record. It has no stores, which live feeds do without.
 */
public final class QueryNode extends TidegaugeFeeds {

  private static final int PARTITIONS = 4;
  private static final int EPOCH = 1;

  private final Broker broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private final InstantSource clock = InstantSource.system();
  private final List<Feed> feeds = new ArrayList<>();

  /** A feed, and the partition that its series is in. */
  private record Feed(Labels labels, SeriesId id, int partition) {}

  private QueryNode(Broker broker, FeedNode node, int feeds) {
    super(node);
    this.broker = broker;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0, "acks", "1"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    for (int feed = 0; feed < feeds; feed++) {
      Labels labels = Labels.of(FeedNode.metric(feed));
      SeriesId id = SeriesHasher.of(FeedNode.TENANT, labels);
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
      Map<String, String> kafka =
          Map.of("tidegauge.kafka.bootstrap-servers", broker.bootstrapServers());
      return new QueryNode(broker, FeedNode.start(directory, options, kafka), feeds);
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
  public Map<String, Long> others() {
    return Map.of("broker", broker.pid());
  }

  @Override
  public void publish(List<Event> events) {
    long now = clock.millis();
    SortedMap<Integer, List<LiveSeries>> changed = new TreeMap<>();
    for (Event event : events) {
      Feed feed = feeds.get(event.feed());
      int number = event.number();
      changed
          .computeIfAbsent(feed.partition(), partition -> new ArrayList<>())
          .add(
              new LiveSeries(
                  feed.id(),
                  feed.labels(),
                  MetricKind.GAUGE,
                  number,
                  now,
                  number,
                  false,
                  List.of()));
    }
    changed.forEach((partition, series) -> publish(partition, now, series));
  }

  private void publish(int partition, long now, List<LiveSeries> series) {
    long offset = series.stream().mapToLong(LiveSeries::offset).max().orElse(0);
    LiveBatch batch = new LiveBatch(FeedNode.TENANT, EPOCH, offset, now, LiveBatch.UNKNOWN, series);
    producer.send(
        new ProducerRecord<>(Topics.LIVE, partition, null, LiveCodec.encode(batch)),
        (there, why) -> {
          if (why != null) {
            failed(why.toString());
          }
        });
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    super.close();
    broker.close();
  }
}
