package io.tidegauge.query.status;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.query.live.LiveStatus;
import io.tidegauge.query.status.KafkaReading.Ends;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes rates and ages of one reading after the other. Bounded by the number of partitions. Not
 * thread-safe.
 */
final class Trends {

  private final Map<PipelineConsumer, String> groups;
  private final Map<Place, Rate> rates = new HashMap<>();
  private final Map<Reader, LagAge> ages = new HashMap<>();
  private final Rate samples = new Rate();

  private record Place(PipelineTopic topic, int partition) {}

  private record Reader(PipelineConsumer consumer, int partition) {}

  /** Without a reading yet. */
  Trends(Map<PipelineConsumer, String> groups) {
    this.groups = groups;
  }

  /**
   * Takes a round's readings.
   *
   * @param nanos when, by a monotonic clock
   * @param kafka null where Kafka did not answer
   * @param live null where live state is not ready
   */
  PipelineReport update(
      long nanos, @Nullable KafkaReading kafka, LiveStatus.@Nullable Reading live) {
    Double samplesPerSecond = null;
    if (kafka != null && live != null) {
      samples.add(nanos, live.samples());
      samplesPerSecond = samples.perSecond();
    }
    return new PipelineReport(
        kafka == null ? List.of() : topics(nanos, kafka, live),
        kafka == null ? List.of() : consumers(nanos, kafka, live),
        samplesPerSecond,
        live == null ? LiveBatch.UNKNOWN : live.watermark(),
        live == null ? LiveBatch.UNKNOWN : live.newest());
  }

  private List<PipelineReport.Topic> topics(
      long nanos, KafkaReading kafka, LiveStatus.@Nullable Reading live) {
    List<PipelineReport.Topic> topics = new ArrayList<>();
    Set<Place> seen = new HashSet<>();
    for (PipelineTopic topic : PipelineTopic.values()) {
      List<Ends> partitions = kafka.topics().get(topic);
      if (partitions == null) {
        continue;
      }
      List<PipelineReport.Partition> reports = new ArrayList<>();
      for (Ends ends : partitions) {
        Place place = new Place(topic, ends.partition());
        seen.add(place);
        Rate rate = rates.computeIfAbsent(place, p -> new Rate());
        rate.add(nanos, ends.end());
        reports.add(
            new PipelineReport.Partition(
                ends.partition(),
                ends.begin(),
                ends.end(),
                rate.perSecond(),
                topic.hasWatermarks() ? watermark(live, ends.partition()) : LiveBatch.UNKNOWN));
      }
      topics.add(new PipelineReport.Topic(topic, reports));
    }
    rates.keySet().retainAll(seen);
    return topics;
  }

  private static long watermark(LiveStatus.@Nullable Reading live, int partition) {
    return live != null && partition < live.partitions().size()
        ? live.partitions().get(partition).watermark()
        : LiveBatch.UNKNOWN;
  }

  private List<PipelineReport.Consumer> consumers(
      long nanos, KafkaReading kafka, LiveStatus.@Nullable Reading live) {
    List<PipelineReport.Consumer> consumers = new ArrayList<>();
    Set<Reader> seen = new HashSet<>();
    for (PipelineConsumer consumer : PipelineConsumer.values()) {
      String group = groups.get(consumer);
      List<Ends> partitions = kafka.topics().get(consumer.topic());
      if (group == null || partitions == null) {
        continue;
      }
      Map<Integer, Long> passed =
          consumer == PipelineConsumer.LIVE ? positions(live) : kafka.committed().get(consumer);
      List<PipelineReport.Lag> lags = null;
      if (passed != null) {
        lags = new ArrayList<>();
        for (Ends ends : partitions) {
          Reader reader = new Reader(consumer, ends.partition());
          seen.add(reader);
          lags.add(lag(nanos, ends, passed.get(ends.partition()), reader));
        }
      }
      consumers.add(new PipelineReport.Consumer(consumer, group, lags));
    }
    ages.keySet().retainAll(seen);
    return consumers;
  }

  /** Where nothing is committed all that is there waits. */
  private PipelineReport.Lag lag(long nanos, Ends ends, @Nullable Long offset, Reader reader) {
    long passed = offset == null ? ends.begin() : Math.clamp(offset, ends.begin(), ends.end());
    long age = ages.computeIfAbsent(reader, r -> new LagAge()).update(nanos, passed, ends.end());
    return new PipelineReport.Lag(ends.partition(), ends.end() - passed, age);
  }

  private static @Nullable Map<Integer, Long> positions(LiveStatus.@Nullable Reading live) {
    if (live == null) {
      return null;
    }
    Map<Integer, Long> positions = new HashMap<>();
    for (int partition = 0; partition < live.partitions().size(); partition++) {
      positions.put(partition, live.partitions().get(partition).next());
    }
    return positions;
  }
}
