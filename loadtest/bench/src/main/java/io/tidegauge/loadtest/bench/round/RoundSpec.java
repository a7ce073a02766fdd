package io.tidegauge.loadtest.bench.round;

import java.time.Duration;

/**
 * How long each system gets its load.
 *
 * @param rounds that count
 * @param length of one
 * @param warmUp processor time that a system uses before them, which does not count: the same for
 *     all, whatever else the machine does
 * @param settle how long to wait at the most for what a system puts off
 */
public record RoundSpec(int rounds, Duration length, Duration warmUp, Duration settle) {

  /** Checks the values. */
  public RoundSpec {
    check(rounds >= 1 && rounds <= 1000, "--rounds is " + rounds + ", give 1 to 1000");
    check(
        length.toSeconds() >= 1 && length.toHours() < 1,
        "--seconds is " + length.toSeconds() + ", give 1 to 3599");
    check(
        !warmUp.isNegative() && warmUp.toMinutes() < 10,
        "--warm-up is " + warmUp.toSeconds() + ", give 0 to 599");
    check(
        settle.toSeconds() >= 1 && settle.toMinutes() < 10,
        "--settle is " + settle.toSeconds() + ", give 1 to 599");
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new IllegalArgumentException(message);
    }
  }
}
