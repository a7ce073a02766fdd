package io.tidegauge.contract.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a topic is made where it is absent: plain data, for whichever service needs the topic first.
 * An existing topic is left as it is.
 *
 * @param name the topic's name, of {@link Topics}
 * @param partitions number of partitions
 * @param replicationFactor number of replicas of each partition
 * @param config the topic's settings by Kafka's names
 */
public record TopicSpec(
    String name, int partitions, short replicationFactor, Map<String, String> config) {

  /**
   * Largest record of the topics that the processor writes, bytes: a window's entry in the
   * changelog grows with its samples, and Kafka's default of 1 MB is reached at about 300 a second
   * of one series.
   */
  public static final int MAX_RECORD_BYTES = 16 << 20;

  private static final int TENANT_KEYED_PARTITIONS = 3;

  private static final Map<String, String> LARGE =
      Map.of("max.message.bytes", Integer.toString(MAX_RECORD_BYTES));

  /** Copies the settings. */
  public TopicSpec {
    config = Map.copyOf(config);
  }

  /**
   * {@link Topics#SAMPLES}: append time set by the broker, kept two days longer than raw samples,
   * so that a replay can always read what is still admitted.
   */
  public static TopicSpec samples(int partitions, short replicationFactor, Duration rawRetention) {
    return of(
        Topics.SAMPLES,
        partitions,
        replicationFactor,
        rawRetention.plusDays(2),
        Map.of("message.timestamp.type", "LogAppendTime"));
  }

  /** {@link Topics#ROLLUPS}, kept for 7 days. */
  public static TopicSpec rollups(int partitions, short replicationFactor) {
    return of(Topics.ROLLUPS, partitions, replicationFactor, Duration.ofDays(7), LARGE);
  }

  /** {@link Topics#REVISIONS}, kept for 7 days. */
  public static TopicSpec revisions(int partitions, short replicationFactor) {
    return of(Topics.REVISIONS, partitions, replicationFactor, Duration.ofDays(7), LARGE);
  }

  /** {@link Topics#LIVE}, kept for an hour; small segments, so that the hour is kept to. */
  public static TopicSpec live(int partitions, short replicationFactor) {
    return of(
        Topics.LIVE,
        partitions,
        replicationFactor,
        Duration.ofHours(1),
        Map.of(
            "segment.ms",
            Long.toString(Duration.ofMinutes(10).toMillis()),
            "max.message.bytes",
            Integer.toString(MAX_RECORD_BYTES)));
  }

  /** {@link Topics#REJECTS}, keyed by tenant, kept for 14 days. */
  public static TopicSpec rejects(short replicationFactor) {
    return of(
        Topics.REJECTS, TENANT_KEYED_PARTITIONS, replicationFactor, Duration.ofDays(14), Map.of());
  }

  /** {@link Topics#ALERTS}, keyed by tenant, kept for 30 days. */
  public static TopicSpec alerts(short replicationFactor) {
    return of(
        Topics.ALERTS, TENANT_KEYED_PARTITIONS, replicationFactor, Duration.ofDays(30), Map.of());
  }

  private static TopicSpec of(
      String name,
      int partitions,
      short replicationFactor,
      Duration retention,
      Map<String, String> more) {
    Map<String, String> config = new LinkedHashMap<>(more);
    config.put("cleanup.policy", "delete");
    config.put("retention.ms", Long.toString(retention.toMillis()));
    config.put("min.insync.replicas", replicationFactor >= 3 ? "2" : "1");
    return new TopicSpec(name, partitions, replicationFactor, config);
  }
}
