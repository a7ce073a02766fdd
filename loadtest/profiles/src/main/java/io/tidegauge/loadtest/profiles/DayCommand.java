package io.tidegauge.loadtest.profiles;

import io.tidegauge.loadtest.body.AgentBodies;
import io.tidegauge.loadtest.body.SeriesSpec;
import io.tidegauge.loadtest.body.ValueMix;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load day}. */
@Command(
    name = "day",
    description = {
      "A day in some minutes: agents that write all the time, viewers of live feeds and analysts"
          + " who come in the morning and go in the evening, a spike at noon. Before it, a metric"
          + " gets a past, which takes minutes the first time."
    })
final class DayCommand extends ProfileCommand {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final int SPIKING = 60;

  /** So that one answer may have all its windows of 5 minutes ({@code query.limits.points}). */
  private static final int MOST_HISTORY = 40_000;

  @Mixin private final FleetOptions fleet = new FleetOptions(20, 1000);

  @Mixin private final FeedOptions feeds = new FeedOptions(10, 1000);

  @Option(
      names = "--minutes",
      description = "how long the day is, 0.05 to 240; ${DEFAULT-VALUE} unless given")
  private double minutes = 6;

  @Option(
      names = "--viewers",
      description = "at the busiest hour, 1 to 5000; ${DEFAULT-VALUE} unless given")
  private int viewers = 500;

  @Option(
      names = "--analysts",
      description = "at the busiest hour, 1 to 500; ${DEFAULT-VALUE} unless given")
  private int analysts = 20;

  @Option(
      names = "--history-series",
      description = "series that analysts ask for, 1 to 1000; ${DEFAULT-VALUE} unless given")
  private int historySeries = 100;

  @Option(
      names = "--history-hours",
      description = "hours that analysts ask for, 1 to 72; ${DEFAULT-VALUE} unless given")
  private int historyHours = 24;

  @Override
  Profile profile() {
    Range.check("--viewers", viewers, 1, 5000);
    Range.check("--analysts", analysts, 1, 500);
    Range.check("--history-series", historySeries, 1, 1000);
    Range.check("--history-hours", historyHours, 1, 72);
    if (historySeries * historyHours > MOST_HISTORY) {
      throw new IllegalArgumentException(
          "--history-series times --history-hours is above " + MOST_HISTORY);
    }
    Duration duration = minutes(minutes, 240);
    long now = CLOCK.millis();
    History history = new History(target(), historySeries, historyHours, fleet.seed(), now);
    return new DayProfile(
        target(),
        new Agents(fleet.bodies(), target()),
        fleet.series(),
        new Agents(spiking(), target()),
        feeds.of(target()),
        new Dashboards(target(), history, now),
        history,
        viewers,
        analysts,
        duration,
        limit(),
        feeds.deliveryLimit());
  }

  /** With a seed of their own, or they would send series of the fleet. */
  private AgentBodies spiking() {
    long seed = fleet.seed() + 1;
    SeriesSpec spec = new SeriesSpec(6, SeriesSpec.USUAL_CARDINALITY, seed, ValueMix.MIXED);
    return new AgentBodies(spec, SPIKING, 1);
  }
}
