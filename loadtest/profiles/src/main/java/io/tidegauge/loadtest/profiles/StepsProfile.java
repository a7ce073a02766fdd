package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Requests at one rate after the other. Up to {@link #PROMISED} a second all must be taken, and
 * fast; beyond that a refusal that says to come back later (429, 503) is an answer too.
 */
final class StepsProfile implements Profile {

  /** Requests a second up to which the thresholds are those of every load. */
  static final int PROMISED = 10_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double LEAST = 0.95;

  private final Target target;
  private final Agents agents;
  private final List<Step> steps;
  private final Duration each;
  private final int limit;
  private final BoundedArrivals bounded;

  /** A rate, and how it was kept. */
  private record Step(int rate, Arrivals arrivals) {

    String name() {
      return String.format(Locale.ROOT, "%,d requests/s", rate);
    }

    boolean isPromised() {
      return rate <= PROMISED;
    }
  }

  /**
   * Of rates.
   *
   * @param rates requests a second, one after the other
   * @param each how long each rate is held
   * @param limit of the answers' p95, ms
   */
  StepsProfile(Target target, Agents agents, List<Integer> rates, Duration each, int limit) {
    this.target = target;
    this.agents = agents;
    this.steps = rates.stream().map(rate -> new Step(rate, new Arrivals())).toList();
    this.each = each;
    this.limit = limit;
    this.bounded = new BoundedArrivals(target.sources());
  }

  @Override
  public Class<? extends ProfileSimulation> simulation() {
    return ProfileSimulation.Steps.class;
  }

  @Override
  public String description() {
    return steps.stream().map(Step::name).toList() + ", each for " + each.toSeconds() + " s";
  }

  @Override
  public List<PopulationBuilder> populations() {
    PopulationBuilder chain = population(steps.getLast());
    for (Step step : steps.reversed().subList(1, steps.size())) {
      chain = population(step).andThen(chain);
    }
    return List.of(chain);
  }

  private PopulationBuilder population(Step step) {
    ChainBuilder request =
        agents
            .becomeNext()
            .exec(
                step.isPromised()
                    ? agents.send(step.name(), 200, 204)
                    : agents.send(step.name(), 200, 204, 429, 503));
    ChainBuilder arrival =
        exec(
            session -> {
              step.arrivals().add(System.nanoTime());
              return session;
            });
    return scenario(step.name())
        .exec(arrival, bounded.bounded(request, unsent(step)))
        .injectOpen(constantUsersPerSec(step.rate()).during(each))
        .protocols(target.openProtocol());
  }

  /** In a step that is promised they are failures of the step itself. */
  private static String unsent(Step step) {
    return step.isPromised() ? step.name() : step.name() + ", not sent";
  }

  @Override
  public List<Assertion> thresholds() {
    List<Assertion> thresholds = new ArrayList<>();
    for (Step step : steps) {
      thresholds.add(details(step.name()).failedRequests().count().is(0L));
      if (step.isPromised()) {
        thresholds.add(details(step.name()).responseTime().percentile(95).lt(limit));
      }
    }
    return thresholds;
  }

  @Override
  public Duration longest() {
    return each.multipliedBy(steps.size()).multipliedBy(2).plus(PATIENCE);
  }

  @Override
  public Findings findings() {
    List<String> told = new ArrayList<>();
    List<String> notHeld = new ArrayList<>();
    for (Step step : steps) {
      String line =
          String.format(
              Locale.ROOT,
              "%s: %,d came, %,.0f a second",
              step.name(),
              step.arrivals().count(),
              step.arrivals().perSecond());
      told.add(line);
      if (step.isPromised() && step.arrivals().perSecond() < LEAST * step.rate()) {
        notHeld.add(line + "; this machine is too slow to send at that rate");
      }
    }
    return new Findings(told, notHeld);
  }
}
