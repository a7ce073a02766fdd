package io.tidegauge.loadtest.chaos.cuts.check;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One tenant's part of the live topic, read from its beginning and kept: what each series is at any
 * position. It shares the codec with the query nodes, and nothing else. Thread-safe.
 */
public final class LiveLog implements Truth, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final long END_MILLIS = 10_000;

  private final String tenant;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final long[] next;
  private final Map<String, Track> tracks = new TreeMap<>();
  private volatile boolean closed;

  /** Begins to read; the topic must be there. */
  public LiveLog(String bootstrapServers, String tenant) {
    this.tenant = tenant;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"));
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.LIVE).stream()
            .map(p -> new TopicPartition(Topics.LIVE, p.partition()))
            .toList();
    this.next = new long[partitions.size()];
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.thread = Thread.ofPlatform().daemon().name("live-log").start(this::read);
  }

  private void read() {
    try (consumer) {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          add(record.partition(), record.offset(), LiveCodec.decode(record.value()));
        }
      }
    } catch (WakeupException end) {
      return;
    }
  }

  private synchronized void add(int partition, long offset, LiveBatch batch) {
    if (batch.tenant().equals(tenant)) {
      for (LiveSeries entry : batch.series()) {
        tracks
            .computeIfAbsent(
                entry.series().toString(), id -> new Track(id, partition, entry.labels().toMap()))
            .add(offset, batch.epoch(), entry);
      }
    }
    next[partition] = offset + 1;
  }

  @Override
  public synchronized boolean reaches(Place place) {
    for (int i = 0; i < next.length; i++) {
      if (next[i] < place.next()[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized Place position(String tag) {
    return new Place(tag, next.clone());
  }

  /** How many partitions the topic has. */
  public int partitions() {
    return next.length;
  }

  @Override
  public synchronized int size() {
    return tracks.size();
  }

  @Override
  public synchronized List<At> at(Filter filter, Place place) {
    List<At> found = new ArrayList<>();
    for (Track track : tracks.values()) {
      if (filter.wants(track.labels())) {
        track
            .before(place.next()[track.partition()])
            .ifPresent(
                point ->
                    found.add(
                        new At(track.id(), track.partition(), point.offset(), point.shown())));
      }
    }
    return found;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    consumer.wakeup();
    thread.join(END_MILLIS);
  }
}
