package io.tidegauge.processor.replay;

import io.tidegauge.contract.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds up to where a replay reads: the end of the samples topic as it is now, once the windows and
 * both sinks are beyond it, so that all that is stored is of samples that the replay reads too.
 */
final class BoundsFinder {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Gateways' ticks come every few seconds: a watermark may be behind the last record so much. */
  private static final long TICKS_MILLIS = Duration.ofMinutes(1).toMillis();

  private final ReplaySettings settings;

  BoundsFinder(ReplaySettings settings) {
    this.settings = settings;
  }

  /**
   * Finds them.
   *
   * @param rawKeptFrom from when on raw history has all samples
   */
  ReplayBounds find(ReplaySource source, long rawKeptFrom, ReplayProgress progress)
      throws InterruptedException {
    try (KafkaSamples topic = new KafkaSamples(settings.bootstrapServers());
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()))) {
      SortedMap<Integer, Long> samples = topic.ends(Topics.SAMPLES);
      long closedTo = receivedLast(topic, samples) - settings.grace().toMillis() - TICKS_MILLIS;
      long keptFrom = rawKeptFrom;
      if (source == ReplaySource.RAW) {
        await(admin, settings.rawGroup(), Topics.SAMPLES, samples, "the raw sink", progress);
      } else {
        keptFrom = keptFrom(topic, samples);
      }
      await(admin, settings.applicationId(), Topics.SAMPLES, samples, "the processor", progress);
      SortedMap<Integer, Long> rollups = topic.ends(Topics.ROLLUPS);
      await(admin, settings.rollupsGroup(), Topics.ROLLUPS, rollups, "the rollups sink", progress);
      return new ReplayBounds(settings.epoch(), List.copyOf(samples.values()), closedTo, keptFrom);
    } catch (KafkaException | ExecutionException e) {
      throw new ReplayException(
          "Kafka at "
              + settings.bootstrapServers()
              + " cannot be asked; start it (./tidegauge up) or give --bootstrap-servers: "
              + e.getMessage(),
          e);
    }
  }

  /** The gateways' time, of the partition that is furthest behind. */
  private static long receivedLast(KafkaSamples topic, SortedMap<Integer, Long> ends) {
    long received = Long.MAX_VALUE;
    for (Map.Entry<Integer, Long> entry : ends.entrySet()) {
      if (entry.getValue() > 0) {
        OptionalLong last = topic.received(entry.getKey(), entry.getValue() - 1);
        received = Math.min(received, last.orElse(Long.MAX_VALUE));
      }
    }
    if (received == Long.MAX_VALUE) {
      throw new ReplayException("the samples topic is empty: there is nothing to replay");
    }
    return received;
  }

  /** From which day on the topic has all records, ms since the epoch. */
  private long keptFrom(KafkaSamples topic, SortedMap<Integer, Long> ends) {
    long keptFrom = Long.MIN_VALUE;
    for (Map.Entry<Integer, Long> entry : ends.entrySet()) {
      long begin = topic.begin(entry.getKey());
      // Another epoch's topic begins where the one before it ended.
      if (begin > 0 || settings.epoch() > 1) {
        OptionalLong first =
            begin < entry.getValue() ? topic.received(entry.getKey(), begin) : OptionalLong.empty();
        keptFrom =
            Math.max(
                keptFrom,
                first.isPresent() ? first.getAsLong() + KafkaSamples.AHEAD_MILLIS : Long.MAX_VALUE);
      }
    }
    return keptFrom;
  }

  private static void await(
      Admin admin,
      String group,
      String topic,
      SortedMap<Integer, Long> ends,
      String who,
      ReplayProgress progress)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long first = -1;
    while (true) {
      long behind = behind(admin, group, topic, ends);
      if (behind == 0) {
        return;
      }
      first = Math.max(first, behind);
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new ReplayException(
            who
                + " (consumer group "
                + group
                + ") is "
                + behind
                + " records behind for "
                + PATIENCE.toMinutes()
                + " minutes; see that the processor runs and stores, then start again");
      }
      progress.at("waiting until " + who + " has what is there, records", first - behind, first);
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  private static long behind(Admin admin, String group, String topic, Map<Integer, Long> ends)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    long behind = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      OffsetAndMetadata offset = committed.get(new TopicPartition(topic, end.getKey()));
      behind += Math.max(0, end.getValue() - (offset == null ? 0 : offset.offset()));
    }
    return behind;
  }
}
