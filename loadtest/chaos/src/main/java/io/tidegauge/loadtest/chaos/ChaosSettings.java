package io.tidegauge.loadtest.chaos;

import io.tidegauge.loadtest.chaos.nemesis.Aim;
import io.tidegauge.loadtest.chaos.nemesis.AttackKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param length of the load, true time
 * @param attacks how many
 * @param seed of all that is random
 * @param kinds which attacks
 * @param aim whom the attacks hit, and for how long
 * @param skew how far the clock of the second gateway is ahead of the others, service time
 * @param rate samples a second of true time
 * @param series how many
 * @param directory of data, logs and journals
 * @param keep whether the directory stays after a run that was right
 * @param patience how long the answers may take to be right once all is healed
 */
record ChaosSettings(
    Duration length,
    int attacks,
    long seed,
    List<AttackKind> kinds,
    Aim aim,
    Duration skew,
    int rate,
    int series,
    Path directory,
    boolean keep,
    Duration patience) {

  ChaosSettings {
    kinds = List.copyOf(kinds);
    if (length.toSeconds() < 30) {
      throw new IllegalArgumentException("--minutes is too short; give 0.5 or more");
    }
    if (attacks < 0 || (attacks > 0 && kinds.isEmpty())) {
      throw new IllegalArgumentException("--kills must be 0 or more, with one --nemesis or more");
    }
  }
}
