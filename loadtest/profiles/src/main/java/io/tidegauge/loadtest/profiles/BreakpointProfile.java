package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Requests at a rate that rises until they are slow; it ends there.
 *
 * @param target what is loaded
 * @param agents who send
 * @param from requests a second in the beginning
 * @param to requests a second in the end, where nothing breaks before
 * @param duration from one to the other
 * @param limit of the p95 of five seconds, ms
 * @param atLeast the rate that must be held; 0 to find out only
 * @param breaking what comes of it
 */
record BreakpointProfile(
    Target target,
    Agents agents,
    int from,
    int to,
    Duration duration,
    int limit,
    int atLeast,
    Breaking breaking)
    implements Profile {

  private static final String REQUEST = "remote write";
  private static final String UNSENT = "remote write, not sent";
  private static final String MILLIS = "millis";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public Class<? extends ProfileSimulation> simulation() {
    return ProfileSimulation.Breakpoint.class;
  }

  @Override
  public String description() {
    return "from %,d to %,d requests/s within %d s, until the p95 of five seconds is above %d ms"
        .formatted(from, to, duration.toSeconds(), limit);
  }

  @Override
  public List<PopulationBuilder> populations() {
    ChainBuilder request =
        agents
            .becomeNext()
            .exec(agents.send(REQUEST, 200, 204).check(responseTimeInMillis().saveAs(MILLIS)));
    return List.of(
        scenario("arrivals")
            .exec(new BoundedArrivals(target.sources()).bounded(request, UNSENT), exec(this::judge))
            .stopLoadGeneratorIf("it was slow", session -> breaking.isBroken())
            .injectOpen(rampUsersPerSec(from).to(to).during(duration))
            .protocols(target.openProtocol()));
  }

  private Session judge(Session session) {
    boolean good =
        !session.isFailed() && session.contains(MILLIS) && session.getInt(MILLIS) <= limit;
    breaking.add(good, System.nanoTime());
    return session;
  }

  @Override
  public List<Assertion> thresholds() {
    return List.of(global().allRequests().count().gt(0L));
  }

  @Override
  public Duration longest() {
    return duration.plus(PATIENCE);
  }

  @Override
  public Findings findings() {
    String line =
        breaking.isBroken()
            ? String.format(
                Locale.ROOT,
                "broke: %,.0f answers/s, with a p95 above %d ms; before that %,.0f requests/s were held",
                breaking.broken(),
                limit,
                breaking.held())
            : String.format(
                Locale.ROOT,
                "did not break: %,.0f requests/s were held with a p95 of %d ms at the most",
                breaking.held(),
                limit);
    return new Findings(
        List.of(line),
        breaking.held() < atLeast
            ? List.of(String.format(Locale.ROOT, "--at-least %,d requests/s; it %s", atLeast, line))
            : List.of());
  }
}
