package io.tidegauge.loadtest.chaos.crowd;

import io.tidegauge.loadtest.chaos.crowd.NodeMemory.PerSubscriber;
import io.tidegauge.loadtest.chaos.crowd.client.SlowCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured.
 *
 * @param at when, RFC 3339
 * @param subscribers how many
 * @param slow how many of them read slowly
 * @param rate changes of series a second
 * @param seconds of each measurement
 * @param without the slow ones, each round
 * @param with the slow ones, each round
 * @param allWithout of all rounds
 * @param allWith of all rounds
 * @param fastMemory what a fast one takes of the node
 * @param slowMemory what a slow one takes of the node, in the first round
 * @param conflated changes that slow ones were not shown, but later ones
 * @param lags frames that told a slow one how far it lagged
 * @param longestLag the longest that one was told, seconds
 * @param endings connections of slow ones that ended, and were opened anew
 * @param resets times that a slow one had to begin anew
 * @param losses feeds of fast ones that ended
 * @param right how many ended with exactly the node's state, the fewest of all rounds
 */
record Figures(
    String at,
    int subscribers,
    int slow,
    int rate,
    long seconds,
    List<Times> without,
    List<Times> with,
    Times allWithout,
    Times allWith,
    PerSubscriber fastMemory,
    PerSubscriber slowMemory,
    long conflated,
    long lags,
    double longestLag,
    long endings,
    long resets,
    int losses,
    int right) {

  /** What the slow ones may change of the fast ones' p99. */
  private static final double LIMIT = 1.25;

  /** What is allowed for noise besides, ms. */
  private static final double NOISE_MILLIS = 50;

  /** Copies the lists. */
  Figures {
    without = List.copyOf(without);
    with = List.copyOf(with);
  }

  /**
   * How long deliveries to fast ones took.
   *
   * @param deliveries how many: each change, to each subscriber
   */
  record Times(long deliveries, double p50Millis, double p99Millis, double maxMillis) {

    static Times of(Histogram micros) {
      return new Times(
          micros.getTotalCount(),
          micros.getValueAtPercentile(50) / 1000.0,
          micros.getValueAtPercentile(99) / 1000.0,
          micros.getMaxValue() / 1000.0);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "p50 %.0f ms, p99 %.0f ms, max %.0f ms of %,d",
          p50Millis,
          p99Millis,
          maxMillis,
          deliveries);
    }
  }

  /** Whether slow ones were felt as such, so that the rest says something. */
  private boolean wereSlow() {
    return lags > 0 && conflated > 0;
  }

  private double most() {
    return LIMIT * allWithout.p99Millis() + NOISE_MILLIS;
  }

  /** Whether everything is as it must be. */
  boolean isRight() {
    return allWith.p99Millis() <= most()
        && allWithout.deliveries() > 0
        && wereSlow()
        && losses == 0
        && right == subscribers;
  }

  /** In lines to read; the last one says it. */
  List<String> lines() {
    return List.of(
        "KiB of the node for each fast subscriber: " + fastMemory,
        "KiB of the node for each slow subscriber: " + slowMemory,
        String.format(
            Locale.ROOT,
            "%sslow ones: %,d changes conflated, told %,d times how far they lag, %.1f s at the"
                + " most; cut off, and back with their position, %,d times; resets %,d",
            wereSlow() ? "" : "! never slow, give more --seconds or --rate; ",
            conflated,
            lags,
            longestLag,
            endings,
            resets),
        String.format(
            Locale.ROOT,
            "crowd of %,d, %,d slow: the fast ones' p50 %.0f -> %.0f ms, p99 %.0f -> %.0f ms (%.2f"
                + " times; may be %.2f and %.0f ms), max %.0f -> %.0f ms; %,d end with the node's"
                + " state, %d fast ones cut off: %s",
            subscribers,
            slow,
            allWithout.p50Millis(),
            allWith.p50Millis(),
            allWithout.p99Millis(),
            allWith.p99Millis(),
            allWith.p99Millis() / allWithout.p99Millis(),
            LIMIT,
            NOISE_MILLIS,
            allWithout.maxMillis(),
            allWith.maxMillis(),
            right,
            losses,
            isRight() ? "right" : "NOT RIGHT"));
  }

  /** Of a run that is over. */
  static Figures of(
      String at,
      CrowdSettings settings,
      Rounds rounds,
      PerSubscriber fastMemory,
      PerSubscriber slowMemory,
      SlowCounts counts,
      int losses) {
    return new Figures(
        at,
        settings.subscribers(),
        settings.slow(),
        settings.rate(),
        settings.length().toSeconds(),
        rounds.without(),
        rounds.with(),
        rounds.allWithout(),
        rounds.allWith(),
        fastMemory,
        slowMemory,
        counts.conflated().sum(),
        counts.lags().sum(),
        counts.longestLag().get(),
        counts.endings().sum(),
        counts.resets().sum(),
        losses,
        rounds.right());
  }

  /** Writes them to a new file in a folder. */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("crowd-" + at.replaceAll("[^0-9T]", "") + ".json");
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return Files.writeString(file, json.writeValueAsString(this) + "\n");
  }
}
