package io.tidegauge.query.status;

import java.util.List;
import java.util.Map;

/**
 * What Kafka said in one round.
 *
 * @param topics the partitions of each topic that is there and can be seen, by number
 * @param committed the committed offsets by partition, of each consumer whose group can be seen; a
 *     group that has committed none has none
 * @param problems why anything is missing
 */
record KafkaReading(
    Map<PipelineTopic, List<Ends>> topics,
    Map<PipelineConsumer, Map<Integer, Long>> committed,
    List<Reason> problems) {

  /** Copies. */
  KafkaReading {
    topics = Map.copyOf(topics);
    committed = Map.copyOf(committed);
    problems = List.copyOf(problems);
  }

  /**
   * A partition's first offset and the one after its last.
   *
   * @param partition its number
   * @param begin inclusive
   * @param end exclusive
   */
  record Ends(int partition, long begin, long end) {}
}
