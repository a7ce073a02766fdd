package io.tidegauge.loadtest.profiles;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * A load that is run once. What is of Gatling is asked for while Gatling makes its simulation, not
 * before.
 */
interface Profile {

  /** The class by which Gatling names the run. */
  Class<? extends ProfileSimulation> simulation();

  /** What is done, on one line of the report. */
  String description();

  /** What has to be there before it begins; progress goes to the writer. */
  default void prepare(PrintWriter out) throws InterruptedException {}

  /** Who comes when and does what. */
  List<PopulationBuilder> populations();

  /** What fails the run where it is not held. */
  List<Assertion> thresholds();

  /** After which nothing goes on, whatever is still under way. */
  Duration longest();

  /** What is told after the run beside what Gatling says. */
  default Findings findings() throws InterruptedException {
    return Findings.NONE;
  }

  /**
   * What Gatling does not measure.
   *
   * @param told lines for the user
   * @param notHeld thresholds of these that were not held, each with its figure
   */
  record Findings(List<String> told, List<String> notHeld) {

    /** Nothing. */
    static final Findings NONE = new Findings(List.of(), List.of());
  }
}
