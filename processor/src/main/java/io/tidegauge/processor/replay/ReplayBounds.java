package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.RollupVersion;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Up to where a replay reads: all that it writes is of these samples, whatever comes meanwhile.
 *
 * @param epoch of the samples topic
 * @param ends of each partition the first offset that is not read
 * @param closedTo days that end later may be open, ms since the epoch
 * @param keptFrom of days that start before it raw samples may have been deleted, ms since the
 *     epoch
 */
record ReplayBounds(int epoch, List<Long> ends, long closedTo, long keptFrom) {

  ReplayBounds {
    ends = List.copyOf(ends);
  }

  int partitions() {
    return ends.size();
  }

  /**
   * The version of a row that replaces another: above it, above all that was computed of samples up
   * to the bound, and below a revision for any sample after it.
   */
  RollupVersion version(int partition, RollupVersion replaced) {
    RollupVersion own = new RollupVersion(epoch, Math.max(0, ends.get(partition) - 1), 1);
    return own.compareTo(replaced) > 0
        ? own
        : new RollupVersion(replaced.epoch(), replaced.offset(), replaced.revision() + 1);
  }

  /** A condition on the columns of raw samples. */
  String condition() {
    return "(samples.epoch < "
        + epoch
        + " OR (samples.epoch = "
        + epoch
        + " AND samples.offset < "
        + ends.stream()
            .map(end -> "toUInt64(" + end + ")")
            .collect(Collectors.joining(",", "[", "]"))
        + "[samples.partition + 1]))";
  }

  String toText() {
    return epoch
        + ";"
        + closedTo
        + ";"
        + keptFrom
        + ";"
        + ends.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  static ReplayBounds ofText(String text) {
    String[] parts = text.split(";", -1);
    return new ReplayBounds(
        Integer.parseInt(parts[0]),
        Arrays.stream(parts[3].split(",", -1)).map(Long::valueOf).toList(),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]));
  }
}
