package io.tidegauge.cli.kafka;

import java.util.Set;

/**
 * What of a topic is to be read.
 *
 * @param partitions which; all where it is empty
 * @param from where to begin
 * @param to where to end, exclusive; not asked for while following
 * @param follow whether to wait for new records
 */
public record TopicRange(Set<Integer> partitions, Position from, Position to, boolean follow) {

  /** Copies the set. */
  public TopicRange {
    partitions = Set.copyOf(partitions);
  }

  /** All partitions between two positions. */
  public static TopicRange between(Position from, Position to) {
    return new TopicRange(Set.of(), from, to, false);
  }
}
