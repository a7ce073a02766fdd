package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.ValueMix;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** Which series there are, and what their samples are like; a mixin. */
public final class SeriesOptions {

  @Option(names = "--series", description = "how many series; ${DEFAULT-VALUE} unless given")
  private int series;

  @Option(
      names = "--labels",
      defaultValue = "6",
      description = "labels of each, the metric's name among them; ${DEFAULT-VALUE} unless given")
  private int labels = 6;

  @Option(
      names = "--cardinality",
      description =
          "how many different names, jobs, regions, environments and devices there are (hosts are"
              + " as many as it takes); ${DEFAULT-VALUE} unless given")
  private String cardinality;

  @Option(
      names = "--values",
      defaultValue = "mixed",
      description =
          "mixed (counters, percentages, latencies, lengths, constants), log-normal or percent;"
              + " ${DEFAULT-VALUE} unless given")
  private String values = "mixed";

  @Option(
      names = "--interval",
      defaultValue = "PT15S",
      description =
          "between two samples of a series, by their timestamps; they are sent as fast as they are"
              + " taken; ${DEFAULT-VALUE} unless given")
  private Duration interval = Duration.ofSeconds(15);

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of label sets, sizes and values; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  /** A hundred thousand unless the user says otherwise. */
  public SeriesOptions() {
    this(100_000, "100,20,8,4,64");
  }

  /**
   * With other defaults.
   *
   * @param series how many
   * @param cardinality as the option has it
   */
  public SeriesOptions(int series, String cardinality) {
    this.series = series;
    this.cardinality = cardinality;
  }

  /** How many series. */
  public int series() {
    return series;
  }

  /**
   * A load of these series.
   *
   * @param range samples of a body or record, such as {@code 500..2000} or {@code 600}
   * @param option that gave the range
   * @param connections that send at the same time
   * @throws IllegalArgumentException where that is no load, with what to give
   */
  public LoadSpec spec(String option, String range, int connections) {
    return spec(option, range, connections, interval);
  }

  /** The same, with another time between two samples of a series. */
  public LoadSpec spec(String option, String range, int connections, Duration between) {
    int[] sizes = numbers(option, range, "\\.\\.");
    List<Integer> cardinalities =
        Arrays.stream(numbers("--cardinality", cardinality, ",")).boxed().toList();
    return new LoadSpec(
        series,
        labels,
        cardinalities,
        sizes[0],
        sizes[sizes.length - 1],
        connections,
        between,
        seed,
        ValueMix.of(values));
  }

  private static int[] numbers(String option, String text, String separator) {
    try {
      return Arrays.stream(text.split(separator)).mapToInt(Integer::parseInt).toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + " is '" + text + "', give numbers as its default has them", e);
    }
  }
}
