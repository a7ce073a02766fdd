package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.loadtest.chaos.crowd.client.Groups;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One run.
 *
 * @param subscribers how many
 * @param slow how many of them read slowly
 * @param length of each measurement
 * @param rounds measurements without slow ones, and as many with them
 * @param rate changes of series a second
 * @param seed of the order of changes
 * @param directory for data and logs, empty
 */
record CrowdSettings(
    int subscribers, int slow, Duration length, int rounds, int rate, long seed, Path directory) {

  /** A node serves 12,000 unless it is told otherwise. */
  private static final int MOST = 11_000;

  private static final int TOGETHER = 100;
  private static final int SLOW_GROUPS = 10;

  /** Checks the values. */
  CrowdSettings {
    require("--subscribers", subscribers, 2, MOST);
    require("--slow", slow, 1, subscribers - 1);
    require("--seconds", length.toSeconds(), 1, 3_600);
    require("--rounds", rounds, 1, 100);
    require("--rate", rate, Groups.SERIES, 100_000);
  }

  private static void require(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + " is " + value + ", give " + lowest + " to " + highest);
    }
  }

  /** How many read all that comes. */
  int fast() {
    return subscribers - slow;
  }

  /** Groups of series: each of a hundred subscribers, at least as many as a slow one follows. */
  int groups() {
    return Math.max(SLOW_GROUPS, subscribers / TOGETHER);
  }

  /** How many groups a slow one follows: so that there is soon more than it reads. */
  int slowGroups() {
    return SLOW_GROUPS;
  }
}
