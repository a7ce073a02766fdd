package io.tidegauge.loadtest.profiles;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load breakpoint}. */
@Command(
    name = "breakpoint",
    description = {
      "Requests at a rate that rises until the p95 of five seconds is above --limit; it ends there"
          + " and says which rate was held."
    })
final class BreakpointCommand extends ProfileCommand {

  private static final int MOST_RATE = 20_000;

  @Mixin private final FleetOptions fleet = new FleetOptions(500, 10);

  @Option(
      names = "--from",
      description = "requests a second in the beginning; ${DEFAULT-VALUE} unless given")
  private int from = 100;

  @Option(
      names = "--to",
      description =
          "requests a second in the end, at the most "
              + MOST_RATE
              + "; ${DEFAULT-VALUE} unless given")
  private int to = MOST_RATE;

  @Option(
      names = "--at-least",
      description =
          "fail where this many requests a second are not held; 0 (only find out) unless given")
  private int atLeast;

  @Option(
      names = "--minutes",
      description = "from the one to the other, 0.05 to 60; ${DEFAULT-VALUE} unless given")
  private double minutes = 5;

  @Override
  Profile profile() {
    Range.check("--to", to, 2, MOST_RATE);
    Range.check("--from", from, 1, to - 1);
    Range.check("--at-least", atLeast, 0, to);
    return new BreakpointProfile(
        target(),
        new Agents(fleet.bodies(), target()),
        from,
        to,
        minutes(minutes, 60),
        limit(),
        atLeast,
        new Breaking());
  }
}
