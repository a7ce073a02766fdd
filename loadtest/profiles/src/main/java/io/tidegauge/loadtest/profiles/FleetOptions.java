package io.tidegauge.loadtest.profiles;

import io.tidegauge.loadtest.body.AgentBodies;
import io.tidegauge.loadtest.body.SeriesSpec;
import io.tidegauge.loadtest.body.ValueMix;
import picocli.CommandLine.Option;

/** Which agents there are, and what they send; a mixin. */
final class FleetOptions {

  /** Below what a gateway lets one address connect ({@code guard.max-client-connections}). */
  static final int MOST_AGENTS = 900;

  /** A tenant's live series ({@code processor.series-limit}). */
  private static final int MOST_SERIES = 150_000;

  @Option(
      names = "--agents",
      description = "how many, 1 to " + MOST_AGENTS + "; ${DEFAULT-VALUE} unless given")
  private int agents;

  @Option(
      names = "--series",
      description =
          "series of each agent, a sample of each in a request; ${DEFAULT-VALUE} unless given")
  private int series;

  @Option(
      names = "--labels",
      description =
          "labels of each series, the metric's name among them, 2 to 60; ${DEFAULT-VALUE} unless"
              + " given")
  private int labels = 6;

  @Option(names = "--seed", description = "of all that is random; ${DEFAULT-VALUE} unless given")
  private long seed = 1;

  FleetOptions(int agents, int series) {
    this.agents = agents;
    this.series = series;
  }

  /** How many agents. */
  int agents() {
    return agents;
  }

  /** Series of each. */
  int series() {
    return series;
  }

  /** Of all that is random. */
  long seed() {
    return seed;
  }

  /**
   * Their bodies.
   *
   * @throws IllegalArgumentException where the options are none, with what to give
   */
  AgentBodies bodies() {
    Range.check("--agents", agents, 1, MOST_AGENTS);
    Range.check("--series", series, 1, MOST_SERIES / agents);
    return new AgentBodies(
        new SeriesSpec(labels, SeriesSpec.USUAL_CARDINALITY, seed, ValueMix.MIXED), agents, series);
  }
}
