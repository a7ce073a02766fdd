package io.tidegauge.loadtest.chaos.cuts;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One run.
 *
 * @param clients how many, half of them over SSE
 * @param cuts how often a client is cut off, slowed down or left alone
 * @param perSecond cuts a second
 * @param kills how often a query node is killed meanwhile
 * @param redisAway how long Redis is killed meanwhile; zero for not at all
 * @param seed of all that is random
 * @param directory for data and logs, empty
 */
record CutsSettings(
    int clients,
    int cuts,
    double perSecond,
    int kills,
    Duration redisAway,
    long seed,
    Path directory) {

  private static final int MOST = 10_000;
  private static final Duration SHORTEST_AWAY = Duration.ofSeconds(30);

  /** Checks the values. */
  CutsSettings {
    require("--clients", clients, 1, MOST);
    require("--cuts", cuts, 1, 1_000_000);
    require("--kills", kills, 0, 1_000);
    if (!(perSecond > 0 && perSecond <= 1_000)) {
      throw new IllegalArgumentException("--rate is " + perSecond + ", give more than 0 to 1000");
    }
    if (redisAway.isNegative()
        || (redisAway.isPositive() && redisAway.compareTo(SHORTEST_AWAY) < 0)) {
      throw new IllegalArgumentException(
          "--redis-away is " + redisAway + ", give PT30S or more, or PT0S for not at all");
    }
  }

  private static void require(String name, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + " is " + value + ", give " + lowest + " to " + highest);
    }
  }
}
