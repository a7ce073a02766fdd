package io.tidegauge.query.status;

import io.tidegauge.contract.topic.Topics;
import java.util.Locale;

/** The topics of the pipeline, in the order in which they are shown. */
enum PipelineTopic {
  /** Accepted samples. */
  SAMPLES(Topics.SAMPLES),
  /** Rollups with their version. */
  ROLLUPS(Topics.ROLLUPS),
  /** Conflated live updates. */
  LIVE(Topics.LIVE),
  /** What was finally refused. */
  REJECTS(Topics.REJECTS),
  /** Closed windows to be computed again, and the results. */
  REVISIONS(Topics.REVISIONS);

  private final String topic;

  PipelineTopic(String topic) {
    this.topic = topic;
  }

  /** The name in Kafka. */
  String topic() {
    return topic;
  }

  /** The name in answers. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is partitioned as the samples are, so that their watermarks are its own. */
  boolean hasWatermarks() {
    return this == SAMPLES || this == LIVE;
  }
}
