package io.tidegauge.loadtest.profiles;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code tidegauge load}: a load test against a running installation, with Gatling's report and
 * with thresholds that fail it.
 */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    subcommands = {
      AgentsCommand.Steady.class,
      AgentsCommand.High.class,
      AgentsCommand.Spike.class,
      StepsCommand.class,
      AgentsCommand.Soak.class,
      BreakpointCommand.class,
      SubscribersCommand.class,
      DayCommand.class
    },
    description = {
      "Loads a running installation (./tidegauge up) as agents, viewers and analysts do, for a",
      "bounded time, and writes Gatling's report. Fails where a threshold is not held."
    })
public final class LoadCommand {

  private LoadCommand() {}

  /** Runs a profile and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LoadCommand());
  }
}
