package io.tidegauge.loadtest.bench.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** What is sent; a mixin. */
public final class LoadOptions {

  @Option(
      names = "--series",
      defaultValue = "100000",
      description = "how many series; ${DEFAULT-VALUE} unless given")
  private int series = 100_000;

  @Option(
      names = "--labels",
      defaultValue = "6",
      description = "labels of each, the metric's name among them; ${DEFAULT-VALUE} unless given")
  private int labels = 6;

  @Option(
      names = "--cardinality",
      defaultValue = "100,20,8,4,64",
      description =
          "how many different names, jobs, regions, environments and devices there are (hosts are"
              + " as many as it takes); ${DEFAULT-VALUE} unless given")
  private String cardinality = "100,20,8,4,64";

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
      description = "of label sets, sizes of bodies and values; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  /**
   * What the options say.
   *
   * @throws IllegalArgumentException where that is no load, with what to give
   */
  public LoadSpec spec() {
    int[] range = numbers("--samples-per-body", samples, "\\.\\.");
    List<Integer> cardinalities =
        Arrays.stream(numbers("--cardinality", cardinality, ",")).boxed().toList();
    return new LoadSpec(
        series,
        labels,
        cardinalities,
        range[0],
        range[range.length - 1],
        connections,
        interval,
        seed);
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
