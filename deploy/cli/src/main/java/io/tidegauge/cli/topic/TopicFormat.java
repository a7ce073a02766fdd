package io.tidegauge.cli.topic;

import io.tidegauge.contract.topic.Topics;
import java.util.function.Supplier;

/** The topics that can be printed, by their short names, and what reads their records. */
enum TopicFormat {
  samples(Topics.SAMPLES, SamplesPrinter::new),
  rollups(Topics.ROLLUPS, RollupsPrinter::new),
  revisions(Topics.REVISIONS, RevisionsPrinter::new),
  live(Topics.LIVE, LivePrinter::new),
  rejects(Topics.REJECTS, RejectsPrinter::new);

  private final String topic;
  private final Supplier<RecordPrinter> printers;

  TopicFormat(String topic, Supplier<RecordPrinter> printers) {
    this.topic = topic;
    this.printers = printers;
  }

  String topic() {
    return topic;
  }

  /** A new one: it may keep buffers. */
  RecordPrinter printer() {
    return printers.get();
  }
}
