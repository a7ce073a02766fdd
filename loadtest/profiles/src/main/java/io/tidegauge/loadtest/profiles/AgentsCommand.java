package io.tidegauge.loadtest.profiles;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The profiles in which a fleet of agents sends each interval. */
abstract class AgentsCommand extends ProfileCommand {

  private final Class<? extends ProfileSimulation> simulation;
  private final Duration interval;
  private final int mostMinutes;

  @Mixin private final FleetOptions fleet = new FleetOptions(300, 100);

  @Option(
      names = "--minutes",
      description = "how long each agent sends, from 0.05; ${DEFAULT-VALUE} unless given")
  private double minutes;

  AgentsCommand(
      Class<? extends ProfileSimulation> simulation,
      Duration interval,
      double minutes,
      int mostMinutes) {
    this.simulation = simulation;
    this.interval = interval;
    this.minutes = minutes;
    this.mostMinutes = mostMinutes;
  }

  @Override
  Profile profile() {
    return new AgentsProfile(
        simulation,
        target(),
        new Agents(fleet.bodies(), target()),
        fleet.series(),
        interval,
        minutes(minutes, mostMinutes),
        limit());
  }

  /** Each 15 s. */
  @Command(name = "steady", description = "Agents that send every 15 seconds.")
  static final class Steady extends AgentsCommand {
    Steady() {
      super(ProfileSimulation.Steady.class, Duration.ofSeconds(15), 2, 60);
    }
  }

  /** Each 5 s. */
  @Command(name = "high", description = "Agents that send every 5 seconds.")
  static final class High extends AgentsCommand {
    High() {
      super(ProfileSimulation.High.class, Duration.ofSeconds(5), 2, 60);
    }
  }

  /** Each second. */
  @Command(name = "spike", description = "Agents that send every second.")
  static final class Spike extends AgentsCommand {
    Spike() {
      super(ProfileSimulation.Spike.class, Duration.ofSeconds(1), 1, 60);
    }
  }

  /** Each 15 s, for hours. */
  @Command(
      name = "soak",
      description = {
        "Agents that send every 15 seconds, for long. What grows meanwhile, ./tidegauge soak tells."
      })
  static final class Soak extends AgentsCommand {
    Soak() {
      super(ProfileSimulation.Soak.class, Duration.ofSeconds(15), 60, 1440);
    }
  }
}
