package io.tidegauge.processor.window;

/**
 * What an engine needs to know.
 *
 * @param topic the samples topic, for messages
 * @param partition the partition of the samples topic that it owns
 * @param topicEpoch epoch of the samples topic, part of every version
 * @param graceMillis how long after its end a window stays open
 * @param seriesLimit live series a tenant may have in this partition
 * @param producerLimit producers of observations whose last batches are remembered
 * @param samplesPerEntry samples of a window in one entry of the changelog, the last of which is
 *     what a sample that comes in order changes
 */
public record EngineSettings(
    String topic,
    int partition,
    int topicEpoch,
    long graceMillis,
    int seriesLimit,
    int producerLimit,
    int samplesPerEntry) {

  /** With entries of 32 samples: most windows are one entry. */
  public EngineSettings(
      String topic,
      int partition,
      int topicEpoch,
      long graceMillis,
      int seriesLimit,
      int producerLimit) {
    this(topic, partition, topicEpoch, graceMillis, seriesLimit, producerLimit, 32);
  }

  /** Checks the values. */
  public EngineSettings {
    if (partition < 0 || topicEpoch < 1 || graceMillis < 0) {
      throw new IllegalArgumentException("partition, epoch or grace out of range");
    }
    if (seriesLimit < 1 || producerLimit < 1 || samplesPerEntry < 1) {
      throw new IllegalArgumentException("limits must be 1 or more");
    }
  }
}
