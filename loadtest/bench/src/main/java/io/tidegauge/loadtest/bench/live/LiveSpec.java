package io.tidegauge.loadtest.bench.live;

import java.time.Duration;
import java.util.List;

/**
 * What each system gets.
 *
 * @param subscribers how many
 * @param feeds how many there are, of each part of the run; subscribers are spread evenly
 * @param moments in which each feed has one event
 * @param deliveries a second, to all subscribers together
 * @param rounds that count, of each system
 * @param length of one
 * @param warmUp before each, which does not count
 */
record LiveSpec(
    int subscribers,
    List<Integer> feeds,
    int moments,
    int deliveries,
    int rounds,
    Duration length,
    Duration warmUp) {

  /** Events a second of one feed: a subscriber of Tidegauge takes ten. */
  private static final int MOST_A_SECOND = 8;

  /** Numbers of events stay below what is written in decimal digits. */
  private static final long MOST_NUMBERS = 5_000_000;

  /** Checks the values. */
  LiveSpec {
    feeds = List.copyOf(feeds);
    require("--subscribers", subscribers, 1, 19_000);
    for (int count : feeds) {
      require("--feeds", count, 1, subscribers);
    }
    require("--moments", moments, 1, subscribers);
    require("--rounds", rounds, 1, 1_000);
    require("--seconds", length.toSeconds(), 1, 3_599);
    require("--warm-up", warmUp.toSeconds(), 0, 599);
    if (deliveries < 1 || deliveries > (long) MOST_A_SECOND * subscribers) {
      throw new IllegalArgumentException(
          "--deliveries is "
              + deliveries
              + ", give 1 to "
              + MOST_A_SECOND
              + " for each of the subscribers: "
              + (long) MOST_A_SECOND * subscribers);
    }
    long numbers =
        MOST_A_SECOND * (length.toSeconds() + warmUp.toSeconds()) * rounds * feeds.size();
    if (numbers > MOST_NUMBERS) {
      throw new IllegalArgumentException("that is too long; give fewer --rounds or --seconds");
    }
  }

  private static void require(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + " is " + value + ", give " + lowest + " to " + highest);
    }
  }

  int mostFeeds() {
    return feeds.stream().mapToInt(Integer::intValue).max().orElse(1);
  }

  /** How many feeds have an event at the same moment. */
  int together(int count) {
    return Math.ceilDiv(count, moments);
  }

  /** Nanoseconds from one event to the next, of all feeds together. */
  long periodNanos(int count) {
    return Math.round(1e9 * subscribers / count / deliveries);
  }
}
