package io.tidegauge.processor.replay;

/** What windows are computed from; the names are in what is noted of a replay. */
public enum ReplaySource {
  /** The raw samples in ClickHouse. */
  RAW,
  /** The samples topic, as long as it has all records of the days. */
  TOPIC
}
