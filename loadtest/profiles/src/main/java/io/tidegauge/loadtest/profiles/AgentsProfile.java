package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;

/**
 * A fleet of agents that send each interval, each over a connection of its own: {@code steady},
 * {@code high}, {@code spike} and {@code soak}. They begin one after the other within an interval.
 *
 * @param simulation by which the run is named
 * @param target what is loaded
 * @param agents who send
 * @param series of each of them
 * @param interval between two requests of an agent
 * @param duration how long each agent sends
 * @param limit of the answers' p95, ms
 */
record AgentsProfile(
    Class<? extends ProfileSimulation> simulation,
    Target target,
    Agents agents,
    int series,
    Duration interval,
    Duration duration,
    int limit)
    implements Profile {

  private static final String REQUEST = "remote write";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of the requests that the interval asks for; a pause of the machine may cost a few. */
  private static final double LEAST = 0.98;

  @Override
  public String description() {
    return "%,d agents, %,d series each, a sample of each every %d s for %d s"
        .formatted(agents.count(), series, interval.toSeconds(), duration.toSeconds());
  }

  @Override
  public List<PopulationBuilder> populations() {
    return List.of(
        scenario("agents")
            .exec(agents.becomeNext())
            .during(duration)
            .on(pace(interval).exec(agents.send(REQUEST, 200, 204)))
            .injectOpen(rampUsers(agents.count()).during(interval))
            .protocols(target.protocol()));
  }

  @Override
  public List<Assertion> thresholds() {
    long each = Math.ceilDiv(duration.toMillis(), interval.toMillis());
    return List.of(
        global().failedRequests().count().is(0L),
        details(REQUEST).responseTime().percentile(95).lt(limit),
        details(REQUEST).allRequests().count().gte((long) (LEAST * each * agents.count())));
  }

  @Override
  public Duration longest() {
    return interval.plus(duration).plus(PATIENCE);
  }
}
