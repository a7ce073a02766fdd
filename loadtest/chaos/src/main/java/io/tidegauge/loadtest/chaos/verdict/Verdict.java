package io.tidegauge.loadtest.chaos.verdict;

import io.tidegauge.loadtest.audit.Difference;
import java.util.List;
import java.util.Locale;

/**
 * What the comparison found.
 *
 * @param acknowledged samples that were acknowledged and count, each once
 * @param lost how many of them the raw history or the 5m windows do not have
 * @param doubled how many the raw history or the 5m windows have too many
 * @param wrong windows that differ in any field
 * @param windows how many were compared, of all four lengths
 * @param windowDifferences the first of them
 * @param rawDifferences the first raw samples that differ
 */
public record Verdict(
    long acknowledged,
    long lost,
    long doubled,
    long wrong,
    long windows,
    List<Difference> windowDifferences,
    List<String> rawDifferences) {

  /** Whether everything is right. */
  public boolean isRight() {
    return lost == 0 && doubled == 0 && wrong == 0 && rawDifferences.isEmpty();
  }

  /** The line that a run ends with. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "acked %d, lost %d, double-counted %d, wrong windows %d of %d",
        acknowledged,
        lost,
        doubled,
        wrong,
        windows);
  }
}
