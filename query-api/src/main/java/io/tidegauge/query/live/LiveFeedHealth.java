package io.tidegauge.query.live;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether live state has been read up to its end; part of readiness. */
@Component("liveFeedHealthIndicator")
final class LiveFeedHealth implements HealthIndicator {

  private final LiveFeed feed;

  LiveFeedHealth(LiveFeed feed) {
    this.feed = feed;
  }

  @Override
  public Health health() {
    LiveState state = feed.ready();
    return state == null
        ? Health.outOfService().withDetail("reason", "the live topic is still being read").build()
        : Health.up()
            .withDetail("series", state.size())
            .withDetail("position", state.position().toString())
            .build();
  }
}
