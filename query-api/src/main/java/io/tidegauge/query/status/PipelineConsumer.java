package io.tidegauge.query.status;

import io.tidegauge.query.config.StatusProperties;
import io.tidegauge.query.live.LiveStatus;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Who reads the topics of the pipeline, in the order in which they are shown. */
enum PipelineConsumer {
  /** The windows, from samples. */
  WINDOWS(PipelineTopic.SAMPLES),
  /** The sink of raw samples. */
  RAW(PipelineTopic.SAMPLES),
  /** The sink of rollups. */
  ROLLUPS(PipelineTopic.ROLLUPS),
  /** The reviser. */
  REVISIONS(PipelineTopic.REVISIONS),
  /** This node's live state; it has read up to its own position, whatever its group says. */
  LIVE(PipelineTopic.LIVE);

  private final PipelineTopic topic;

  PipelineConsumer(PipelineTopic topic) {
    this.topic = topic;
  }

  /** What it reads. */
  PipelineTopic topic() {
    return topic;
  }

  /** The name in answers. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The groups of those that run. */
  static Map<PipelineConsumer, String> groups(StatusProperties.Groups groups) {
    Map<PipelineConsumer, String> running = new EnumMap<>(PipelineConsumer.class);
    running.put(WINDOWS, groups.windows());
    running.put(RAW, groups.raw());
    running.put(ROLLUPS, groups.rollups());
    running.put(REVISIONS, groups.revisions());
    running.put(LIVE, LiveStatus.GROUP);
    running.values().removeIf(String::isBlank);
    return Collections.unmodifiableMap(running);
  }
}
