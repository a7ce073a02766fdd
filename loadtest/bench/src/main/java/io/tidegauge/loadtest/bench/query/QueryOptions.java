package io.tidegauge.loadtest.bench.query;

import io.tidegauge.contract.window.Window;
import io.tidegauge.loadtest.bench.load.LoadSpec;
import io.tidegauge.loadtest.bench.load.SeriesOptions;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked, and of which samples; a mixin. */
final class QueryOptions {

  private static final String BODIES = "500..2000";
  private static final int CONNECTIONS = 4;

  @Option(
      names = "--hours",
      defaultValue = "24",
      description = "that a question spans; ${DEFAULT-VALUE} unless given")
  private int hours = 24;

  @Option(
      names = "--window",
      defaultValue = "1h",
      description =
          "5m, 15m, 1h or 24h: the rollups that are asked for, and the peers' step;"
              + " ${DEFAULT-VALUE} unless given")
  private String window = "1h";

  @Option(
      names = "--shape",
      split = ",",
      defaultValue = "each,merged",
      description =
          "each for all series of a metric on their own, merged for these merged by a label; one"
              + " after the other; each,merged unless given")
  private List<String> shapes = List.of("each", "merged");

  @Option(
      names = "--by",
      defaultValue = "region",
      description = "the label by which series are merged; ${DEFAULT-VALUE} unless given")
  private String by = "region";

  @Option(
      names = "--concurrency",
      defaultValue = "1",
      description = "questions that are asked at the same time; ${DEFAULT-VALUE} unless given")
  private int concurrency = 1;

  @Mixin private final SeriesOptions series = new SeriesOptions(4_000, "4,20,8,4,64");

  /**
   * What the options say.
   *
   * @throws IllegalArgumentException where that is no question, with what to give
   */
  QuerySpec spec() {
    LoadSpec load = series.spec("bodies", BODIES, CONNECTIONS);
    return new QuerySpec(
        load,
        Duration.ofHours(hours),
        Window.ofLabel(window),
        shapes.stream().map(shape -> by(shape)).toList(),
        concurrency);
  }

  private String by(String shape) {
    return switch (shape) {
      case "each" -> "";
      case "merged" -> by;
      default ->
          throw new IllegalArgumentException("--shape is '" + shape + "', give each or merged");
    };
  }
}
