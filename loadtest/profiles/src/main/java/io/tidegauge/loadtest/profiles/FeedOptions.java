package io.tidegauge.loadtest.profiles;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Which live feeds there are; a mixin. */
final class FeedOptions {

  @Option(names = "--feeds", description = "live feeds, 1 to 1000; ${DEFAULT-VALUE} unless given")
  private int feeds;

  @Option(
      names = "--update-seconds",
      description = "between two updates of a feed, 1 to 60; ${DEFAULT-VALUE} unless given")
  private int updateSeconds = 5;

  @Option(
      names = "--delivery-limit",
      description =
          "what the p99 of the time from an event sent to a viewer who has it may be, ms;"
              + " ${DEFAULT-VALUE} unless given")
  private int deliveryLimit;

  FeedOptions(int feeds, int deliveryLimit) {
    this.feeds = feeds;
    this.deliveryLimit = deliveryLimit;
  }

  /** The threshold of the deliveries' p99, ms. */
  int deliveryLimit() {
    return deliveryLimit;
  }

  /**
   * The feeds of an installation.
   *
   * @throws IllegalArgumentException where the options are none, with what to give
   */
  Feeds of(Target target) {
    Range.check("--feeds", feeds, 1, 1000);
    Range.check("--update-seconds", updateSeconds, 1, 60);
    Range.check("--delivery-limit", deliveryLimit, 1, 60_000);
    return new Feeds(target, feeds, Duration.ofSeconds(updateSeconds));
  }
}
