package io.tidegauge.loadtest.profiles;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load subscribers}. */
@Command(
    name = "subscribers",
    description = {
      "Viewers of live feeds over Server-Sent Events, all at the same time. Each must get its"
          + " snapshot and every update must come; --limit is for subscriptions and snapshots. Needs"
          + " as many open files (ulimit -n)."
    })
final class SubscribersCommand extends ProfileCommand {

  /** Below the subscriptions that a node serves ({@code query.live.subscribers}). */
  private static final int MOST_VIEWERS = 12_000;

  @Mixin private final FeedOptions feeds = new FeedOptions(10, 250);

  @Option(
      names = "--viewers",
      description = "how many, 1 to " + MOST_VIEWERS + "; ${DEFAULT-VALUE} unless given")
  private int viewers = 10_000;

  @Option(
      names = "--minutes",
      description = "how long all of them are there, 0.05 to 120; ${DEFAULT-VALUE} unless given")
  private double minutes = 1;

  @Override
  Profile profile() {
    Range.check("--viewers", viewers, 1, MOST_VIEWERS);
    Duration duration = minutes(minutes, 120);
    return new SubscribersProfile(
        target(), feeds.of(target()), viewers, duration, limit(), feeds.deliveryLimit());
  }
}
