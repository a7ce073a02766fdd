package io.tidegauge.loadtest.bench.load;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is sent; a mixin. */
public final class LoadOptions {

  @Mixin private final SeriesOptions series = new SeriesOptions();

  @Option(
      names = "--samples-per-body",
      defaultValue = "500..2000",
      description = "one of each of its series; ${DEFAULT-VALUE} unless given")
  private String samples = "500..2000";

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "that send at the same time; ${DEFAULT-VALUE} unless given")
  private int connections = 4;

  /**
   * What the options say.
   *
   * @throws IllegalArgumentException where that is no load, with what to give
   */
  public LoadSpec spec() {
    return series.spec("--samples-per-body", samples, connections);
  }

  /**
   * The same at a pace: the time between two samples of a series follows from it.
   *
   * @param rate samples a second, of all series
   * @throws IllegalArgumentException where that is no load, with what to give
   */
  public LoadSpec spec(int rate) {
    Duration between = Duration.ofNanos(Math.round(1e9 * series.series() / rate));
    return series.spec("--samples-per-body", samples, connections, between);
  }
}
