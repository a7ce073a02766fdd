package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;

/**
 * Viewers of live feeds, all at the same time.
 *
 * @param target what is loaded
 * @param feeds what they follow
 * @param viewers how many
 * @param duration how long all of them are there
 * @param limit of the p95 of subscriptions, and of their snapshots, ms
 * @param deliveryLimit of the deliveries' p99, ms
 */
record SubscribersProfile(
    Target target, Feeds feeds, int viewers, Duration duration, int limit, int deliveryLimit)
    implements Profile {

  private static final int CONNECTS_PER_SECOND = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public Class<? extends ProfileSimulation> simulation() {
    return ProfileSimulation.Subscribers.class;
  }

  @Override
  public String description() {
    return "%,d viewers over Server-Sent Events, who come within %d s and are all there for %d s"
        .formatted(viewers, ramp().toSeconds(), duration.toSeconds());
  }

  private Duration ramp() {
    return Duration.ofSeconds(Math.ceilDiv(viewers, CONNECTS_PER_SECOND));
  }

  @Override
  public List<PopulationBuilder> populations() {
    Duration stay = ramp().plus(duration);
    return List.of(
        feeds.writers(ramp().plus(stay)),
        scenario("viewers")
            .exec(feeds.follow(stay))
            .injectOpen(rampUsers(viewers).during(ramp()))
            .protocols(target.protocol()));
  }

  @Override
  public List<Assertion> thresholds() {
    return List.of(
        global().failedRequests().count().is(0L),
        details(Feeds.SNAPSHOT).allRequests().count().gte((long) viewers),
        details(Feeds.SUBSCRIBE).responseTime().percentile(95).lt(limit),
        details(Feeds.SNAPSHOT).responseTime().percentile(95).lt(limit),
        details(Feeds.DELIVERY).responseTime().percentile(99).lt(deliveryLimit));
  }

  @Override
  public Duration longest() {
    return ramp().multipliedBy(2).plus(duration).plus(PATIENCE);
  }
}
