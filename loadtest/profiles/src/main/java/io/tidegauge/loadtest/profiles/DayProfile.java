package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A day in some minutes: agents that write all the time, viewers and analysts who come in the
 * morning and go in the evening, and a spike at noon. The thresholds are what systems of this kind
 * report of themselves.
 *
 * @param target what is loaded
 * @param agents who send, batches of {@code series} samples each
 * @param series of each agent
 * @param spike who send a sample each at noon
 * @param feeds what viewers follow
 * @param dashboards what analysts ask
 * @param history what they ask for
 * @param viewers how many there are at the busiest hour
 * @param analysts how many there are at the busiest hour
 * @param duration of the day
 * @param limit of the p95 of subscriptions to feeds, ms
 * @param deliveryLimit of the deliveries' p99, ms
 */
record DayProfile(
    Target target,
    Agents agents,
    int series,
    Agents spike,
    Feeds feeds,
    Dashboards dashboards,
    History history,
    int viewers,
    int analysts,
    Duration duration,
    int limit,
    int deliveryLimit)
    implements Profile {

  private static final int CACHED_MILLIS = 120;
  private static final int UNCACHED_MILLIS = 320;
  private static final int BATCH_MILLIS = 1800;
  private static final int SPIKE_PER_MINUTE = 3600;

  /** Of what could be answered from the cache: entries expire within the day. */
  private static final double LEAST_CACHED = 0.8;

  private static final Duration SEND_INTERVAL = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SPIKE = "spike of single metrics";

  /** How many of the busiest hour's people are there, by the hour, percent. */
  private static final int[] PEOPLE = {
    5, 5, 5, 5, 5, 10, 20, 45, 80, 100, 100, 95, 70, 90, 100, 100, 90, 70, 45, 30, 20, 15, 10, 5
  };

  private static final int NOON = 12;

  @Override
  public Class<? extends ProfileSimulation> simulation() {
    return ProfileSimulation.Day.class;
  }

  @Override
  public String description() {
    return ("a day in %d s: %,d agents that send %,d metrics every %d s, up to %,d viewers and %,d"
            + " analysts, a spike at noon")
        .formatted(
            duration.toSeconds(),
            agents.count(),
            series,
            SEND_INTERVAL.toSeconds(),
            viewers,
            analysts);
  }

  @Override
  public void prepare(PrintWriter out) throws InterruptedException {
    history.prepare(out);
    dashboards.begin();
  }

  private Duration hour() {
    return duration.dividedBy(PEOPLE.length);
  }

  private String batch() {
    return String.format(Locale.ROOT, "batch of %,d metrics", series);
  }

  @Override
  public List<PopulationBuilder> populations() {
    return List.of(
        scenario("agents")
            .exec(agents.becomeNext())
            .during(duration)
            .on(pace(SEND_INTERVAL).exec(agents.send(batch(), 200, 204)))
            .injectOpen(rampUsers(agents.count()).during(SEND_INTERVAL))
            .protocols(target.protocol()),
        scenario("spike")
            .exec(spike.becomeNext())
            .exec(spike.send(SPIKE, 200, 204))
            .injectOpen(
                nothingFor(hour().multipliedBy(NOON)),
                constantUsersPerSec(SPIKE_PER_MINUTE / 60.0).during(spikeTime()))
            .protocols(target.protocol().shareConnections()),
        feeds.writers(duration.plus(hour())),
        people(scenario("viewers").exec(feeds.follow(hour())), viewers),
        people(scenario("analysts").exec(questions()), analysts));
  }

  private Duration spikeTime() {
    Duration minute = Duration.ofMinutes(1);
    Duration rest = duration.minus(hour().multipliedBy(NOON));
    return rest.compareTo(minute) < 0 ? rest : minute;
  }

  private ChainBuilder questions() {
    Duration least = Duration.ofSeconds(1);
    Duration most = Duration.ofSeconds(3);
    return during(hour())
        .on(
            exec(dashboards.cached())
                .pause(least, most)
                .exec(dashboards.uncached())
                .pause(least, most));
  }

  /** Each comes within an hour and stays for one. */
  private PopulationBuilder people(ScenarioBuilder scenario, int most) {
    List<OpenInjectionStep> hours = new ArrayList<>();
    for (int percent : PEOPLE) {
      hours.add(rampUsers(Math.max(1, most * percent / 100)).during(hour()));
    }
    return scenario
        .injectOpen(hours.toArray(OpenInjectionStep[]::new))
        .protocols(target.protocol());
  }

  @Override
  public List<Assertion> thresholds() {
    return List.of(
        global().failedRequests().count().is(0L),
        details(Dashboards.CACHED).responseTime().percentile(95).lt(CACHED_MILLIS),
        details(Dashboards.UNCACHED).responseTime().percentile(95).lt(UNCACHED_MILLIS),
        details(batch()).responseTime().percentile(95).lt(BATCH_MILLIS),
        details(SPIKE).failedRequests().count().is(0L),
        details(Feeds.SUBSCRIBE).responseTime().percentile(95).lt(limit),
        details(Feeds.DELIVERY).responseTime().percentile(99).lt(deliveryLimit));
  }

  @Override
  public Duration longest() {
    return duration.plus(hour().multipliedBy(2)).plus(PATIENCE);
  }

  @Override
  public Findings findings() throws InterruptedException {
    String line =
        String.format(
            Locale.ROOT,
            "of %,d questions that were asked before, %,d were answered from the cache",
            dashboards.asked(),
            dashboards.answeredFromCache());
    boolean held = dashboards.answeredFromCache() >= LEAST_CACHED * dashboards.asked();
    return new Findings(List.of(line), held ? List.of() : List.of(line));
  }
}
