package io.tidegauge.loadtest.bench.round;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How often it is measured; a mixin. */
public final class RoundOptions {

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "that count, of each system; ${DEFAULT-VALUE} unless given")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "of a round; ${DEFAULT-VALUE} unless given")
  private int seconds = 10;

  @Option(
      names = "--warm-up",
      defaultValue = "30",
      description =
          "seconds of processor time that each system uses before its rounds; ${DEFAULT-VALUE}"
              + " unless given")
  private int warmUp = 30;

  @Option(
      names = "--settle",
      defaultValue = "20",
      description =
          "seconds to wait at the most until a system has done what it puts off, which counts as"
              + " its cost; ${DEFAULT-VALUE} unless given")
  private int settle = 20;

  /**
   * The rounds.
   *
   * @throws IllegalArgumentException where they are none, with what to give
   */
  public RoundSpec spec() {
    return new RoundSpec(
        rounds,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(settle));
  }
}
